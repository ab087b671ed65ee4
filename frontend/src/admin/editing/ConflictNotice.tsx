import { Box, Button, Paper, Typography } from "@mui/material";
import { useEffect, useRef } from "react";
import {
  type RaRecord,
  useGetResourceLabel,
  useResourceContext,
  useTranslateLabel,
} from "react-admin";
import { type FieldWording, inWords } from "./fieldWording";
import type { Change } from "./merge";

interface ConflictNoticeProps<R> {
  changes: Change<R>[];
  wording: FieldWording<R>;
  /** Replace the value in the form by the other one. */
  swap: (change: Change<R>) => void;
  discard: () => void;
}

/** The fields that someone else changed while the form was open, each with the value that the form doesn't show. */
export const ConflictNotice = <R extends RaRecord>({
  changes,
  wording,
  swap,
  discard,
}: ConflictNoticeProps<R>) => {
  const resource = useResourceContext() ?? "";
  const noun = useGetResourceLabel()(resource, 1).toLowerCase();
  const translateLabel = useTranslateLabel();
  const edited = changes.some(({ kind }) => kind !== "fixed");
  const panel = useRef<HTMLDivElement>(null);
  useEffect(() => {
    panel.current?.scrollIntoView({ block: "nearest" });
  }, []);

  return (
    <Paper ref={panel} role="alert" sx={panelStyle}>
      <Typography variant="h2">
        {edited
          ? `Someone else has changed this ${noun}`
          : "Some of your changes can no longer be saved"}
      </Typography>
      <Typography color="textSecondary">
        {edited
          ? "Your changes are still in the form, but not saved yet. Save applies them on top of theirs."
          : "The fields below are fixed now. You can still save your other changes."}
      </Typography>
      <Box component="dl" sx={list}>
        {changes.map((change) => (
          <Box key={String(change.field)} sx={row}>
            <dt>{translateLabel({ source: String(change.field), resource })}</dt>
            <dd>
              <Typography variant="caption" color="textSecondary" component="p">
                {captionOf(change)}
              </Typography>
              <Words
                words={inWords(wording, change.field, change[valueToShow(change)]) || "Empty"}
              />
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
        // biome-ignore lint/suspicious/noArrayIndexKey: the list is static and has no ids
        <li key={index}>{word}</li>
      ))}
    </ol>
  );

/** The value to show: the new one if only they changed the field, otherwise the one that the form doesn't show. */
const valueToShow = <R,>({ kind, shown }: Change<R>) =>
  kind === "taken" || shown === "mine" ? "theirs" : "mine";

const captionOf = <R,>({ kind, shown, clashes }: Change<R>) => {
  if (kind === "taken") return "Their version, now in the form";
  if (kind === "fixed") return "Your version, which can no longer be saved";
  if (shown === "theirs")
    return `${clashes ? "Both combined" : "Your version"}; the form has theirs`;
  if (!clashes) return "Their version; the form has yours";
  const inYourOrder = clashes.includes("order") ? ", in your order" : "";
  return clashes.includes("item")
    ? `Their version; the form has both${inYourOrder}, and yours where you changed the same item`
    : `Their version; the form has both${inYourOrder}`;
};

const panelStyle = {
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
  // Wide panels show the field's label beside its value.
  "@container (min-width: 36rem)": {
    gridTemplateColumns: "9rem minmax(0, 1fr) auto",
    dt: { gridColumn: "auto" },
  },
};
