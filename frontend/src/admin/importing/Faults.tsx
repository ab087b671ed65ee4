import { Box, Table, TableBody, TableCell, TableHead, TableRow, Typography } from "@mui/material";
import { useLocaleState, useTranslate, useTranslateLabel } from "react-admin";
import { figure } from "../../shared/locale";
import { inFrench } from "../server/frenchErrors";
import type { Fault } from "./importFile";

type FaultsProps = {
  resource: string;
  faults: Fault[];
  count: number;
  kind?: "fault" | "notice";
};

/** The lines of a file that have to be corrected, or are worth a look. */
export const Faults = ({ resource, faults, count, kind = "fault" }: FaultsProps) => {
  const translate = useTranslate();
  const [locale] = useLocaleState();
  const labelOf = useTranslateLabel();
  if (faults.length === 0) return null;
  return (
    // Scrolls with the keyboard, too.
    <Box tabIndex={0} sx={{ overflowX: "auto" }}>
      <Table size="small" aria-label={translate(`polls.importing.${kind}`)}>
        <TableHead>
          <TableRow>
            <TableCell>{translate("polls.importing.line")}</TableCell>
            <TableCell>{translate("polls.importing.field")}</TableCell>
            <TableCell>{translate(`polls.importing.${kind}`)}</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {faults.map(({ line, field, message }) => (
            <TableRow key={`${line} ${field} ${message}`}>
              <TableCell align="right">{figure(line)}</TableCell>
              <TableCell>{field && labelOf({ resource, source: field })}</TableCell>
              <TableCell>{locale === "fr" ? inFrench(message) : message}</TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
      {count > faults.length && (
        <Typography color="textSecondary" sx={{ p: 1 }}>
          {translate("polls.importing.faults_listed", { count: figure(faults.length) })}
        </Typography>
      )}
    </Box>
  );
};
