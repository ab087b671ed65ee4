import { Box, Button, TextField } from "@mui/material";
import { useQuery } from "@tanstack/react-query";
import { useRef } from "react";
import { useNotify, useRecordContext } from "react-admin";
import { http } from "../http";
import type { Question } from "./question";

/** The address under which people vote: to open, and to pass on. */
export const PollLink = () => {
  const question = useRecordContext<Question>();
  const { data: site } = useQuery({
    queryKey: ["site"],
    queryFn: () => http("/api/site").then(({ json }) => json as { public_url: string }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const field = useRef<HTMLInputElement>(null);
  const notify = useNotify();
  if (!question || !site) return null;
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
    <Box sx={{ display: "flex", flexWrap: "wrap", gap: 1, p: { xs: 2, sm: 3 }, pt: 0 }}>
      <TextField
        label="Link for voters"
        value={url}
        inputRef={field}
        onFocus={(event) => event.target.select()}
        slotProps={{ input: { readOnly: true } }}
        sx={{ flex: "1 1 18rem" }}
      />
      <Button variant="outlined" onClick={copy}>
        Copy link
      </Button>
      <Button variant="outlined" href={url} target="_blank">
        View on site
      </Button>
    </Box>
  );
};
