import { Button } from "@mui/material";
import { CanAccess, Link, useCreatePath, useTranslate } from "react-admin";
import { duplicateOf } from "../form/duplicate";
import type { Question } from "../question";

/** Opens the form for a new poll, filled in with this one. react-admin's forms read the location's state. */
export const DuplicateButton = ({ question }: { question: Question }) => {
  const translate = useTranslate();
  const createPath = useCreatePath();
  return (
    <CanAccess action="create">
      <Button
        variant="outlined"
        size="small"
        component={Link}
        to={createPath({ resource: "questions", type: "create" })}
        state={{ record: duplicateOf(question) }}
      >
        {translate("resources.questions.page.duplicate")}
      </Button>
    </CanAccess>
  );
};
