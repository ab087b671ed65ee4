import { Alert, Box, Button, Typography } from "@mui/material";
import { useMutation } from "@tanstack/react-query";
import { useTranslate } from "react-admin";
import { fetchFile, saveFile } from "../../exporting/exportList";
import type { Question } from "../question";

/** Downloads who has voted on a sealed poll with a roll, for the minutes. */
export const ParticipantsButton = ({ question: { id, eligible } }: { question: Question }) => {
  const translate = useTranslate();
  const text = (key: string) => translate(`resources.questions.page.participants.${key}`);
  const download = useMutation({
    mutationFn: async () => {
      const file = await fetchFile(`/api/admin/questions/${id}/participants?format=csv`);
      // People who were forgotten leave the names of the columns.
      if (eligible && !(await file.text()).trim().includes("\n"))
        throw new Error(text("forgotten"));
      saveFile(file);
    },
  });
  return (
    <Box sx={{ display: "grid", justifyItems: "start", gap: 1, p: { xs: 2, sm: 3 } }}>
      <Button
        variant="outlined"
        size="small"
        loading={download.isPending}
        onClick={() => download.mutate()}
      >
        {text("download")}
      </Button>
      <Typography variant="body2" color="textSecondary">
        {text("hint")}
      </Typography>
      {download.error && <Alert severity="error">{download.error.message}</Alert>}
    </Box>
  );
};
