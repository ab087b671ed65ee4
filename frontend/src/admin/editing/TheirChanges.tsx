import { Box, Button, Paper, Typography } from "@mui/material";
import { useEffect, useRef } from "react";
import {
  type RaRecord,
  useGetResourceLabel,
  useResourceContext,
  useTranslateLabel,
} from "react-admin";
import { type Change, inWords, type Wording } from "./merge";

interface TheirChangesProps<R> {
  changes: Change<R>[];
  wording: Wording<R>;
  /** Put the other of the two values into the form. */
  swap: (change: Change<R>) => void;
  discard: () => void;
}

/** What someone else saved while a form was open: of each field the value that the form does not show. */
export const TheirChanges = <R extends RaRecord>({
  changes,
  wording,
  swap,
  discard,
}: TheirChangesProps<R>) => {
  const resource = useResourceContext() ?? "";
  const noun = useGetResourceLabel()(resource, 1).toLowerCase();
  const translateLabel = useTranslateLabel();
  const edited = changes.some(({ kind }) => kind !== "fixed");
  const panel = useRef<HTMLDivElement>(null);
  useEffect(() => {
    panel.current?.scrollIntoView({ block: "nearest" });
  }, []);

  return (
    <Paper ref={panel} role="alert" sx={sheet}>
      <Typography variant="h2">
        {edited ? `Someone else has changed this ${noun} meanwhile` : "Some of this came too late"}
      </Typography>
      <Typography color="textSecondary">
        {edited
          ? "Your changes are still here, and not saved yet. Save puts them on top of theirs."
          : "What stands here can't be saved any more. Save sends the rest of your changes."}
      </Typography>
      <Box component="dl" sx={list}>
        {changes.map((change) => (
          <Box key={String(change.field)} sx={row}>
            <dt>{translateLabel({ source: String(change.field), resource })}</dt>
            <dd>
              <Typography variant="caption" color="textSecondary" component="p">
                {captionOf(change)}
              </Typography>
              <Words words={inWords(wording, change.field, change[beside(change)]) || "Empty"} />
            </dd>
            {change.kind === "both" && (
              <dd>
                <Button size="small" variant="outlined" onClick={() => swap(change)}>
                  {change.shown === "mine"
                    ? "Use theirs"
                    : change.clashes
                      ? "Use both"
                      : "Use mine"}
                </Button>
              </dd>
            )}
          </Box>
        ))}
      </Box>
      <Button variant="outlined" color="inherit" size="small" onClick={discard}>
        Discard my changes
      </Button>
    </Paper>
  );
};

const Words = ({ words }: { words: string | string[] }) =>
  typeof words === "string" ? (
    words
  ) : (
    <ol>
      {words.map((word, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the list is read as a whole
        <li key={index}>{word}</li>
      ))}
    </ol>
  );

/** What only they changed is in the form, and shown here as news; of the others, the one that the form has not. */
const beside = <R,>({ kind, shown }: Change<R>) =>
  kind === "taken" || shown === "mine" ? "theirs" : "mine";

const captionOf = <R,>({ kind, shown, clashes }: Change<R>) => {
  if (kind === "taken") return "Theirs, and now in the form";
  if (kind === "fixed") return "Yours, which can't be saved any more";
  if (shown === "theirs") return `${clashes ? "Both" : "Yours"}; the form has theirs`;
  if (!clashes) return "Theirs; the form has yours";
  const inYourOrder = clashes.includes("order") ? ", in your order" : "";
  return clashes.includes("item")
    ? `Theirs; the form has both${inYourOrder}, and yours where both changed the same one`
    : `Theirs; the form has both${inYourOrder}`;
};

const sheet = {
  width: "100%",
  containerType: "inline-size",
  display: "grid",
  justifyItems: "start",
  gap: 1,
  mb: 3,
  p: 2,
  borderColor: "var(--ink)",
  scrollMarginTop: "var(--space-4)",
};

const list = { width: "100%", m: 0 };

const row = {
  display: "grid",
  gridTemplateColumns: "minmax(0, 1fr) auto",
  alignItems: "start",
  columnGap: 2,
  py: 1,
  borderTop: "1px solid var(--rule)",
  overflowWrap: "anywhere",
  dt: { gridColumn: "1 / -1", fontWeight: 650 },
  dd: { m: 0 },
  ol: { m: 0, pl: 3 },
  // The name of the field beside its value, where the panel is wide enough.
  "@container (min-width: 36rem)": {
    gridTemplateColumns: "9rem minmax(0, 1fr) auto",
    dt: { gridColumn: "auto" },
  },
};
