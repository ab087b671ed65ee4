import { Box, Button, TextField } from "@mui/material";
import { useQuery } from "@tanstack/react-query";
import { useRef } from "react";
import { useNotify } from "react-admin";
import type { components } from "../../shared/schema";
import { http } from "../http";
import type { Question } from "./question";

/** The address under which people vote: to open, and to pass on. */
export const PollLink = ({ question }: { question: Question }) => {
  const { data: site } = useQuery({
    queryKey: ["site"],
    queryFn: () => http("/api/site").then(({ json }) => json as components["schemas"]["Site"]),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const field = useRef<HTMLInputElement>(null);
  const notify = useNotify();
  if (!site) return null;
  const url = `${site.public_url}/polls/${question.slug}`;

  const copy = async () => {
    field.current?.select();
    try {
      await navigator.clipboard.writeText(url);
      notify("Link copied");
    } catch {
      // Browsers offer no clipboard on plain http, nor where it was refused; selected, the link is one key away.
      notify("The link is selected: copy it with Ctrl+C or ⌘C.");
    }
  };

  return (
    <Box sx={{ display: "flex", flexWrap: "wrap", gap: 1 }}>
      <TextField
        label="Link for voters"
        value={url}
        multiline
        inputRef={field}
        onFocus={(event) => event.target.select()}
        slotProps={{ input: { readOnly: true } }}
      />
      <Button variant="outlined" size="small" onClick={copy}>
        Copy link
      </Button>
      <Button variant="outlined" size="small" href={url} target="_blank">
        View on site
      </Button>
    </Box>
  );
};
