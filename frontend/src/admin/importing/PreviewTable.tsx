import { Box, Table, TableBody, TableCell, TableHead, TableRow, Typography } from "@mui/material";
import { useId } from "react";
import { useTranslate, useTranslateLabel } from "react-admin";
import { formatValue } from "../guessing/guess";
import type { Preview } from "./importFile";

/** The first records of a file. The texts of related records are listed in one cell. */
export const PreviewTable = ({ resource, preview }: { resource: string; preview: Preview }) => {
  const translate = useTranslate();
  const labelOf = useTranslateLabel();
  const id = useId();
  // A record that is spread over lines has its related records under the name of their relationship.
  const fields = [
    ...new Set(preview.columns.flatMap(({ field }) => field?.split(".").slice(0, 1) ?? [])),
  ];
  if (preview.rows.length === 0) return null;
  return (
    // Scrolls with the keyboard, too.
    <Box tabIndex={0} sx={{ overflowX: "auto" }}>
      <Typography variant="h2" id={id}>
        {translate("polls.importing.rows")}
      </Typography>
      <Table size="small" aria-labelledby={id}>
        <TableHead>
          <TableRow>
            <TableCell>{translate("polls.importing.line")}</TableCell>
            {fields.map((field) => (
              <TableCell key={field}>{labelOf({ resource, source: field })}</TableCell>
            ))}
          </TableRow>
        </TableHead>
        <TableBody>
          {preview.rows.map(({ line, values }) => (
            <TableRow key={line}>
              <TableCell align="right">{line}</TableCell>
              {fields.map((field) => (
                <TableCell
                  key={field}
                  dir="auto"
                  sx={{ maxWidth: "20rem", overflowWrap: "anywhere" }}
                >
                  {shown(values[field])}
                </TableCell>
              ))}
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Box>
  );
};

const shown = (value: unknown): string =>
  Array.isArray(value)
    ? value.map((item) => Object.values(item).map(formatValue).join(" ")).join(" · ")
    : formatValue(value);
