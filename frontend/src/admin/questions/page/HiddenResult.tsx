import { Box, Button, Typography } from "@mui/material";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { CanAccess, useNotify, useTranslate } from "react-admin";
import { localTime } from "../../../shared/locale";
import type { components } from "../../../shared/schema";
import { http } from "../../http";
import { Dialog } from "../../layout/Dialog";
import type { Question } from "../question";
import { Result } from "./Result";

/** Stands in for a result that is shown after the close. A look at it is possible, and is recorded. */
export const HiddenResult = ({ question }: { question: Question }) => {
  const translate = useTranslate();
  const notify = useNotify();
  const [asking, setAsking] = useState(false);
  const { mutate, data, isPending, submittedAt } = useMutation({
    mutationFn: async () => {
      const { json } = await http(`/api/admin/questions/${question.id}/look`, { method: "POST" });
      return json as components["schemas"]["Results"];
    },
    onError: (error) => notify(error.message, { type: "error" }),
    onSettled: () => setAsking(false),
  });
  const text = (key: string, values?: object) =>
    translate(`resources.questions.page.${key}`, values);

  return (
    <>
      <Box sx={notice}>
        <Typography variant="h2">{text("hidden")}</Typography>
        <Typography color="textSecondary">{text("hidden_hint")}</Typography>
        <CanAccess action="edit">
          <Button variant="outlined" onClick={() => setAsking(true)}>
            {text("look")}
          </Button>
        </CanAccess>
        {data && (
          <Typography role="status">
            {text("looked", { time: localTime(new Date(submittedAt).toISOString()) })}
          </Typography>
        )}
      </Box>
      {data && <Result voting={question.voting} {...data} />}
      <Dialog
        open={asking}
        isBusy={isPending}
        onClose={() => setAsking(false)}
        title={text("look_title")}
        action={
          <Button variant="contained" loading={isPending} onClick={() => mutate()}>
            {text("look_confirm")}
          </Button>
        }
      >
        <Typography>{text("look_hint")}</Typography>
      </Dialog>
    </>
  );
};

const notice = {
  display: "grid",
  justifyItems: "start",
  gap: 1.5,
  borderTop: "1px solid var(--rule)",
  p: { xs: 2, sm: 3 },
};
