import { Box, Button, Paper, Typography } from "@mui/material";
import { useMutation } from "@tanstack/react-query";
import { useId } from "react";
import { Link, useNotify, useTranslate } from "react-admin";
import { saveFile } from "../exporting/exportList";
import { fetchSignedIn } from "../http";
import { MailButtons } from "../mailings/MailButtons";
import { MailOfRoll } from "../mailings/MailOfRoll";
import { MakeCodesButton } from "../voters/MakeCodesButton";
import type { Roll } from "./roll";

/** The ways in which people get their codes: by mail, on paper, or as a file. */
export const CodesOfRoll = ({ roll }: { roll: Roll }) => {
  const translate = useTranslate();
  const heading = useId();
  return (
    <Paper
      component="section"
      aria-labelledby={heading}
      sx={{ display: "grid", gap: 2, p: { xs: 2, sm: 3 } }}
    >
      <Typography variant="h2" id={heading}>
        {translate("resources.rolls.codes.title")}
      </Typography>
      <Box sx={{ display: "flex", flexWrap: "wrap", gap: 1 }}>
        {roll.people > 0 && (
          <>
            <MailButtons roll={roll} />
            <Button variant="outlined" size="small" component={Link} to={`/rolls/${roll.id}/sheet`}>
              {translate("resources.rolls.sheet.title")}
            </Button>
            <CsvButton roll={roll} />
          </>
        )}
        <MakeCodesButton roll={roll} />
      </Box>
      <Typography variant="body2" color="textSecondary">
        {translate("resources.rolls.codes.hint")}
      </Typography>
      <MailOfRoll roll={roll} />
    </Paper>
  );
};

/** Saves the codes of everyone on the roll as a file. */
const CsvButton = ({ roll }: { roll: Roll }) => {
  const translate = useTranslate();
  const notify = useNotify();
  const { mutate, isPending } = useMutation({
    mutationFn: async () => {
      const path = `/api/admin/rolls/${roll.id}/cards?people=all&format=csv`;
      const response = await fetchSignedIn(path, {});
      return new File([await response.blob()], `${roll.name}.csv`, { type: "text/csv" });
    },
    onSuccess: saveFile,
    onError: (error) => notify(error.message, { type: "error" }),
    gcTime: 0,
  });
  return (
    <Button variant="outlined" size="small" loading={isPending} onClick={() => mutate()}>
      {translate("resources.rolls.codes.csv")}
    </Button>
  );
};
