import { Box, Typography } from "@mui/material";
import type { ReactNode } from "react";
import {
  ReferenceField,
  useResourceDefinitions,
  useTranslate,
  useTranslateLabel,
} from "react-admin";
import type { FieldChange, Words } from "./change";
import { type Part, sequenceDiff, textDiff } from "./sequenceDiff";

/** The fields of a change, each with what was removed and what was added. */
export const FieldDiffs = ({ changes, resource }: { changes: FieldChange[]; resource: string }) => {
  const translate = useTranslate();
  const translateLabel = useTranslateLabel();
  const references = useResourceDefinitions()[resource]?.options?.references;
  if (changes.length === 0)
    return (
      <Typography color="textSecondary">{translate("resources.changes.no_difference")}</Typography>
    );
  return (
    <Box component="dl" sx={list}>
      {changes.map((change) => (
        <Box key={change.field} sx={row}>
          <dt>{translateLabel({ source: change.field, resource })}</dt>
          <dd>
            <Difference {...change} reference={references?.[change.field]} />
          </dd>
        </Box>
      ))}
    </Box>
  );
};

type DifferenceProps = FieldChange & { reference?: string };

const Difference = ({ before, after, values, reference }: DifferenceProps) => {
  const translate = useTranslate();
  if (before === undefined || after === undefined) return translate("resources.changes.unread");
  if (reference && values) {
    const [old, new_] = values;
    return (
      <>
        {old != null && (
          <Marked kind="removed" text={<Referred {...{ reference, id: old, words: before }} />} />
        )}{" "}
        {new_ != null && (
          <Marked kind="added" text={<Referred {...{ reference, id: new_, words: after }} />} />
        )}
      </>
    );
  }
  if (Array.isArray(before) || Array.isArray(after))
    return (
      <Box component="ul" sx={{ m: 0, p: 0, listStyle: "none" }}>
        {keyed(sequenceDiff(asList(before), asList(after))).map(({ key, ...part }) => (
          <li key={key}>
            <Marked {...part} />
          </li>
        ))}
      </Box>
    );
  return (
    <Box component="span" sx={{ whiteSpace: "pre-line" }}>
      {keyed(textDiff(before, after)).map(({ key, ...part }) => (
        <Marked key={key} {...part} />
      ))}
    </Box>
  );
};

const asList = (words: Words) => (Array.isArray(words) ? words : words ? [words] : []);

/** The parts never change their places, so that these can be their keys. */
const keyed = (parts: Part[]) => parts.map((part, key) => ({ ...part, key }));

type ReferredProps = { reference: string; id: unknown; words: Words | undefined };

/** A record that another one refers to, by its name. By its number, if it was deleted. */
const Referred = ({ reference, id, words }: ReferredProps) => (
  <ReferenceField
    record={{ id: "", to: id }}
    source="to"
    reference={reference}
    link="show"
    emptyText={String(words)}
  />
);

const Marked = ({ kind, text }: { kind: Part["kind"]; text: ReactNode }) =>
  kind === "same" ? (
    <bdi>{text}</bdi>
  ) : (
    <Box component={kind === "removed" ? "del" : "ins"} dir="auto" sx={mark[kind]}>
      {text}
    </Box>
  );

const mark = {
  removed: { color: "var(--ink-soft)", unicodeBidi: "isolate" },
  added: { fontWeight: 600, unicodeBidi: "isolate" },
};

const list = { width: "100%", m: 0, containerType: "inline-size" };

const row = {
  display: "grid",
  gap: 0.5,
  py: 1,
  borderTop: "1px solid var(--rule)",
  overflowWrap: "anywhere",
  "&:first-of-type": { borderTop: 0 },
  dt: { fontWeight: 650 },
  dd: { m: 0, minWidth: 0 },
  "@container (min-width: 32rem)": { gridTemplateColumns: "10rem minmax(0, 1fr)", columnGap: 2 },
};
