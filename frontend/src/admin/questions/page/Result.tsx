import { Box, Typography } from "@mui/material";
import { useTranslate } from "react-admin";
import { figure } from "../../../shared/locale";
import { shares } from "../../../shared/shares";
import { visuallyHidden } from "../../layout/visuallyHidden";
import type { Question } from "../question";

/** The votes of a choice. */
export interface Tally {
  id: number;
  choice_text: string;
  votes: number;
}

/** False while the votes are hidden, as those of a poll that shows its result after the close. */
export const isShown = (choices: { votes: number | null }[]): choices is Tally[] =>
  choices.every(({ votes }) => votes !== null);

interface ResultProps extends Pick<Question, "voting" | "ballots"> {
  choices: Tally[];
}

/** A table of the votes. A bar behind each choice shows its share. */
export const Result = ({ voting, ballots, choices }: ResultProps) => {
  const translate = useTranslate();
  const { texts: percentages, rounded } = shares(
    choices.map(({ votes }) => votes),
    ballots,
  );
  return (
    <>
      <Box component="table" sx={table}>
        <Box component="thead" sx={visuallyHidden}>
          <tr>
            {["choice", "share", "votes"].map((column) => (
              <th key={column} scope="col">
                {translate(`resources.questions.page.${column}`)}
              </th>
            ))}
          </tr>
        </Box>
        <tbody>
          {choices.map(({ id, choice_text, votes }, index) => (
            <tr key={id}>
              <Box
                component="th"
                scope="row"
                sx={{ "--bar": `${(100 * votes) / Math.max(1, ballots)}%` }}
              >
                <bdi>{choice_text}</bdi>
              </Box>
              <td>{percentages[index]}</td>
              <td>{figure(votes)}</td>
            </tr>
          ))}
        </tbody>
      </Box>
      {voting === "multiple" && <Note>{translate("resources.questions.several_choices")}</Note>}
      {voting === "single" && rounded && <Note>{translate("resources.questions.rounded")}</Note>}
    </>
  );
};

const Note = ({ children }: { children: string }) => (
  <Typography variant="body2" color="textSecondary" sx={{ px: { xs: 2, sm: 3 }, py: 1.25 }}>
    {children}
  </Typography>
);

const table = {
  width: "100%",
  borderCollapse: "collapse",
  fontVariantNumeric: "tabular-nums",
  "& tbody tr": { position: "relative", borderTop: "1px solid var(--rule)" },
  "& tbody :is(th, td)": { position: "relative", py: 1.25, px: 1, whiteSpace: "nowrap" },
  "& tbody th": {
    position: "static",
    width: "100%",
    pl: { xs: 2, sm: 3 },
    fontWeight: 400,
    textAlign: "start",
    whiteSpace: "normal",
    overflowWrap: "anywhere",
    // Above the bar.
    "& > *": { position: "relative" },
    "&::before": {
      content: '""',
      position: "absolute",
      insetBlock: 0,
      insetInlineStart: 0,
      width: "var(--bar)",
      background: "var(--fill)",
      "@media (prefers-reduced-motion: no-preference)": { transition: "width 0.4s" },
    },
  },
  "& td": { textAlign: "end", fontWeight: 700 },
  "& td:last-child": {
    minWidth: "4ch",
    pr: { xs: 2, sm: 3 },
    fontWeight: 400,
    color: "var(--ink-soft)",
  },
};
