import { Box, Button, TextField } from "@mui/material";
import { useQuery } from "@tanstack/react-query";
import { useRef } from "react";
import { useNotify, useTranslate } from "react-admin";
import type { components } from "../../shared/schema";
import { http } from "../http";
import type { Question } from "./question";

/** The link for voters, with buttons to copy and to open it. */
export const PollLink = ({ question }: { question: Question }) => {
  const { data: site } = useQuery({
    queryKey: ["site"],
    queryFn: () => http("/api/site").then(({ json }) => json as components["schemas"]["Site"]),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const field = useRef<HTMLInputElement>(null);
  const translate = useTranslate();
  const notify = useNotify();
  if (!site) return null;
  const url = `${site.public_url}/polls/${question.slug}`;

  const copy = async () => {
    field.current?.select();
    try {
      await navigator.clipboard.writeText(url);
      notify("resources.questions.link_copied");
    } catch {
      // Browsers deny access to the clipboard on plain http, or if the user has refused it.
      notify("resources.questions.link_selected");
    }
  };

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
      <Button variant="outlined" size="small" href={url} target="_blank">
        {translate("resources.questions.view_on_site")}
      </Button>
    </Box>
  );
};
