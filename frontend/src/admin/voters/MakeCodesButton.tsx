import { Button, TextField, Typography } from "@mui/material";
import { type FormEvent, useId, useState } from "react";
import { HttpError, useTranslate } from "react-admin";
import type { components } from "../../shared/schema";
import { Dialog } from "../layout/Dialog";
import type { Roll } from "../rolls/roll";
import { NewCodes } from "./NewCodes";
import { useCodeCall } from "./useCodeCall";

// Most codes of one call. The API has the same limit.
const MOST = 10_000;

/** Makes people without a name on a roll, and shows their codes. */
export const MakeCodesButton = ({ roll }: { roll: Roll }) => {
  const translate = useTranslate();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button variant="outlined" size="small" onClick={() => setOpen(true)}>
        {translate("resources.voters.codes.button")}
      </Button>
      {isOpen && <MakeCodesDialog roll={roll} onClose={() => setOpen(false)} />}
    </>
  );
};

const MakeCodesDialog = ({ roll, onClose }: { roll: Roll; onClose: () => void }) => {
  const translate = useTranslate();
  const form = useId();
  const [typed, setTyped] = useState("");
  const { mutate, data, error, isPending } = useCodeCall<components["schemas"]["NewCodes"]>(
    `rolls/${roll.id}/codes`,
  );
  const text = (key: string, values?: object) => translate(`resources.voters.codes.${key}`, values);
  const count = Number(typed);
  const isCount = Number.isInteger(count) && count >= 1 && count <= MOST;
  const refusal = error instanceof HttpError && error.body?.errors?.count;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isCount) mutate({ count });
  };

  if (data) {
    const title = text("done", { smart_count: data.codes.length });
    return <NewCodes title={title} codes={data.codes} file={roll.name} onClose={onClose} />;
  }
  return (
    <Dialog
      title={text("title")}
      isBusy={isPending}
      error={error && (refusal || error.message)}
      onClose={onClose}
      action={
        <Button
          variant="contained"
          type="submit"
          form={form}
          loading={isPending}
          disabled={!isCount}
        >
          {text("confirm", { smart_count: isCount ? count : 0 })}
        </Button>
      }
    >
      <Typography>{text("what")}</Typography>
      <form id={form} onSubmit={submit} noValidate>
        <TextField
          type="number"
          label={text("count")}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          error={typed !== "" && !isCount}
          helperText={text("limit", { limit: MOST })}
          fullWidth
          autoFocus
          slotProps={{ htmlInput: { min: 1, max: MOST, step: 1 } }}
        />
      </form>
    </Dialog>
  );
};
