import { Box, Button, TextField, ToggleButton, ToggleButtonGroup, Typography } from "@mui/material";
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { HttpError, useGetList, useNotify, useTranslate } from "react-admin";
import { Dialog } from "../layout/Dialog";
import type { Roll } from "../rolls/roll";
import type { Voter } from "../voters/voter";
import { LanguageField } from "./LanguageField";
import { MailingPreview } from "./MailingPreview";
import {
  type Mailing,
  type MailingDraft,
  type Preview,
  useDraftCall,
  useLanguage,
} from "./mailing";
import { PROPOSED } from "./proposedMessages";

interface MailingDialogProps {
  kind: Mailing["kind"];
  roll: Pick<Roll, "id">;
  /** The only person who gets it. */
  voter?: Voter;
  onClose: () => void;
  /** Called when the messages are queued, instead of `onClose`. */
  onSent?: () => void;
}

/** Composes a mailing: a subject and a text, which can be previewed and sent as a test first. */
export const MailingDialog = ({
  kind,
  roll,
  voter,
  onClose,
  onSent = onClose,
}: MailingDialogProps) => {
  const translate = useTranslate();
  const notify = useNotify();
  const client = useQueryClient();
  const form = useId();
  const text = (key: string, values?: object) => translate(`resources.mailings.${key}`, values);
  const [language, setLanguage] = useLanguage();
  // A field that the sender has edited stays. The others follow the language.
  const [edited, setEdited] = useState<{ subject?: string; text?: string }>({});
  const content = { ...PROPOSED[language][kind], ...edited };
  const [view, setView] = useState<"write" | "preview">("write");
  const draft: MailingDraft = { roll_id: roll.id, voter_id: voter?.id, kind, language, ...content };
  const preview = useDraftCall<Preview>("mailings:preview", () => setView("preview"));
  const test = useDraftCall("mailings:test", () => notify(text("tested"), { type: "success" }));
  const send = useDraftCall<Mailing>("mailings", ({ people }) => {
    notify(text("queued", { smart_count: people }), { type: "success" });
    for (const resource of ["mailings", "voters"])
      client.invalidateQueries({ queryKey: [resource] });
    onSent();
  });
  const calls = [preview, test, send];
  const error = calls.find((call) => call.error)?.error;
  const refusals = error instanceof HttpError ? (error.body?.errors ?? {}) : {};
  /** Runs a call, without the error of the one before. */
  const run = (call: { mutate: (draft: MailingDraft) => void }, more?: object) => {
    for (const each of calls) each.reset();
    call.mutate({ ...draft, ...more });
  };
  const show = (chosen: typeof view | null) => {
    if (chosen === "preview") run(preview);
    if (chosen === "write") setView(chosen);
  };
  const isBusy = send.isPending;
  return (
    <Dialog
      isLarge
      title={text(`titles.${kind}`)}
      isBusy={isBusy}
      error={error?.message}
      onClose={onClose}
      action={
        <Button variant="contained" loading={isBusy} onClick={() => run(send)}>
          {text("send")}
        </Button>
      }
    >
      <Recipients kind={kind} roll={roll} voter={voter} />
      <ToggleButtonGroup
        exclusive
        size="small"
        value={view}
        aria-label={text("view")}
        onChange={(_, chosen) => show(chosen)}
      >
        <ToggleButton value="write">{text("write")}</ToggleButton>
        <ToggleButton value="preview">{text("preview")}</ToggleButton>
      </ToggleButtonGroup>
      {view === "preview" && preview.data ? (
        <MailingPreview preview={preview.data} language={language} />
      ) : (
        <Box sx={{ display: "grid", gap: 1 }}>
          <LanguageField value={language} onChange={setLanguage} />
          <TextField
            label={text("fields.subject")}
            slotProps={{ htmlInput: { lang: language } }}
            value={content.subject}
            onChange={(event) => setEdited({ ...edited, subject: event.target.value })}
            error={Boolean(refusals.subject)}
            helperText={refusals.subject}
          />
          <TextField
            label={text("fields.text")}
            slotProps={{ htmlInput: { lang: language } }}
            value={content.text}
            onChange={(event) => setEdited({ ...edited, text: event.target.value })}
            multiline
            minRows={8}
            maxRows={16}
            error={Boolean(refusals.text)}
            helperText={refusals.text ?? text("placeholders")}
          />
        </Box>
      )}
      <TestForm
        id={form}
        refusal={refusals.to}
        isPending={test.isPending}
        onSend={(to) => run(test, { to })}
      />
    </Dialog>
  );
};

/** The people who will get the mailing, in words. */
const Recipients = ({ kind, roll, voter }: Pick<MailingDialogProps, "kind" | "roll" | "voter">) => {
  const translate = useTranslate();
  const { total = 0 } = useGetList<Voter>(
    "voters",
    {
      filter: { roll_id: roll.id, status: "new", email_neq: null },
      pagination: { page: 1, perPage: 1 },
    },
    { enabled: kind === "invitation" },
  );
  const values = { smart_count: total, address: voter?.email };
  return <Typography>{translate(`resources.mailings.recipients.${kind}`, values)}</Typography>;
};

interface TestFormProps {
  id: string;
  refusal?: string;
  isPending: boolean;
  onSend: (to: string) => void;
}

const TestForm = ({ id, refusal, isPending, onSend }: TestFormProps) => {
  const translate = useTranslate();
  const [to, setTo] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSend(to);
  };
  return (
    <Box component="form" id={id} onSubmit={submit} noValidate sx={test}>
      <TextField
        type="email"
        label={translate("resources.mailings.test_to")}
        value={to}
        onChange={(event) => setTo(event.target.value)}
        error={Boolean(refusal)}
        helperText={refusal}
        sx={{ flex: "1 1 14rem", my: 0 }}
      />
      <Button variant="outlined" type="submit" loading={isPending} disabled={!to}>
        {translate("resources.mailings.test")}
      </Button>
    </Box>
  );
};

const test = { display: "flex", flexWrap: "wrap", alignItems: "flex-start", gap: 1 };
