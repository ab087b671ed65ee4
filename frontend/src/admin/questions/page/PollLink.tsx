import { Box, Button, TextField, Typography } from "@mui/material";
import { useQuery } from "@tanstack/react-query";
import { useTranslate } from "react-admin";
import type { components } from "../../../shared/schema";
import { http } from "../../http";
import { useCopy } from "../../layout/useCopy";
import type { Question } from "../question";
import { QrButton } from "./QrButton";

/** The link for voters, with buttons to copy it, to open it, to show it as a QR code, and to present the poll. */
export const PollLink = ({ question }: { question: Question }) => {
  const { data: site } = useQuery({
    queryKey: ["site"],
    queryFn: () => http("/api/site").then(({ json }) => json as components["schemas"]["Site"]),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const translate = useTranslate();
  const { field, copy } = useCopy({
    copied: "resources.questions.link_copied",
    selected: "resources.questions.link_selected",
  });
  if (!site) return null;
  const url = `${site.public_url}/polls/${question.slug}`;

  return (
    <Box sx={{ display: "flex", flexWrap: "wrap", gap: 1 }}>
      <TextField
        label={translate("resources.questions.link")}
        value={url}
        multiline
        inputRef={field}
        onFocus={(event) => event.target.select()}
        slotProps={{ input: { readOnly: true } }}
      />
      <Button variant="outlined" size="small" onClick={copy}>
        {translate("resources.questions.copy_link")}
      </Button>
      {question.status === "draft" ? (
        <Typography variant="body2" color="textSecondary">
          {translate("resources.questions.page.draft_link")}
        </Typography>
      ) : (
        <Button variant="outlined" size="small" href={url} target="_blank">
          {translate("resources.questions.view_on_site")}
        </Button>
      )}
      <QrButton question={question} url={url} />
      {(question.status === "open" || question.status === "closed") && (
        // On this host, where the presenter is signed in.
        <Button
          variant="outlined"
          size="small"
          href={`/polls/${question.slug}/present`}
          target="_blank"
        >
          {translate("resources.questions.page.present")}
        </Button>
      )}
    </Box>
  );
};
