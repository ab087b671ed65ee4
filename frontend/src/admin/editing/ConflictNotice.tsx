import { Box, Button, Paper, Typography } from "@mui/material";
import { useEffect, useRef } from "react";
import {
  type RaRecord,
  useGetResourceLabel,
  useResourceContext,
  useTranslate,
  useTranslateLabel,
} from "react-admin";
import { type FieldWording, inWords } from "./fieldWording";
import type { Change } from "./merge";
import type { en } from "./messages";

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
  const translate = useTranslate();
  const resource = useResourceContext() ?? "";
  const name = useGetResourceLabel()(resource, 1).toLowerCase();
  const translateLabel = useTranslateLabel();
  const edited = changes.some(({ kind }) => kind !== "fixed");
  const panel = useRef<HTMLDivElement>(null);
  useEffect(() => {
    panel.current?.scrollIntoView({ block: "nearest" });
  }, []);

  return (
    <Paper ref={panel} role="alert" sx={panelStyle}>
      <Typography variant="h2">
        {edited ? translate("polls.editing.changed", { name }) : translate("polls.editing.fixed")}
      </Typography>
      <Typography color="textSecondary">
        {translate(edited ? "polls.editing.changed_hint" : "polls.editing.fixed_hint")}
      </Typography>
      <Box component="dl" sx={list}>
        {changes.map((change) => (
          <Box key={String(change.field)} sx={row}>
            <dt>{translateLabel({ source: String(change.field), resource })}</dt>
            <dd>
              <Typography variant="caption" color="textSecondary" component="p">
                {translate(`polls.editing.caption.${captionOf(change)}`)}
              </Typography>
              <Words
                words={
                  inWords(wording, change.field, change[valueToShow(change)]) ||
                  translate("polls.editing.empty")
                }
              />
            </dd>
            {change.kind === "both" && (
              <dd>
                <Button size="small" variant="outlined" onClick={() => swap(change)}>
                  {translate(`polls.editing.${swapLabel(change)}`)}
                </Button>
              </dd>
            )}
          </Box>
        ))}
      </Box>
      <Button variant="outlined" color="inherit" size="small" onClick={discard}>
        {translate("polls.editing.discard")}
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

const swapLabel = <R,>({ shown, clashes }: Change<R>) => {
  if (shown === "mine") return "use_theirs";
  return clashes ? "use_both" : "use_mine";
};

const captionOf = <R,>({ kind, shown, clashes }: Change<R>): keyof typeof en.caption => {
  if (kind !== "both") return kind;
  if (shown === "theirs") return clashes ? "both" : "mine";
  if (!clashes) return "theirs";
  if (clashes.includes("item"))
    return clashes.includes("order") ? "combined_item_order" : "combined_item";
  return clashes.includes("order") ? "combined_order" : "combined";
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
