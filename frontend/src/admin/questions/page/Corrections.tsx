import { Box, Typography } from "@mui/material";
import { useGetOne, useTranslate } from "react-admin";
import { localTime } from "../../../shared/locale";
import type { Question } from "../question";

/**
 * The texts that were corrected after people had voted, each with its old text. They are a request of their own, so
 * that the screen shares its record with the list and the form.
 */
export const Corrections = ({ question }: { question: Question }) => {
  const translate = useTranslate();
  const { data } = useGetOne<Question>(
    "questions",
    { id: question.id, meta: { embed: ["corrections"] } },
    { enabled: question.ballots > 0 },
  );
  const corrections = data?.corrections ?? [];
  if (corrections.length === 0) return null;
  const title = translate("resources.questions.page.corrections");
  return (
    <Box component="section" aria-label={title} sx={{ p: { xs: 2, sm: 3 } }}>
      <Typography variant="h2">{title}</Typography>
      <Box component="ul" sx={list}>
        {corrections.map(({ id, choice_id, text_before, text_after, corrected_at }) => (
          <li key={id}>
            <Typography variant="body2" color="textSecondary">
              {translate(`resources.questions.page.${choice_id ? "of_choice" : "of_question"}`)} ·{" "}
              {localTime(corrected_at)}
            </Typography>
            <div>
              <del dir="auto">{text_before}</del>
            </div>
            <div>
              <ins dir="auto">{text_after}</ins>
            </div>
          </li>
        ))}
      </Box>
    </Box>
  );
};

const list = {
  display: "grid",
  gap: 1.5,
  m: 0,
  mt: 1,
  p: 0,
  listStyle: "none",
  overflowWrap: "anywhere",
  del: { color: "var(--ink-soft)" },
  ins: { textDecoration: "none" },
};
