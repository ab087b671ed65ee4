import { Trans } from "@lingui/react/macro";
import { Fragment } from "preact";
import type { Poll } from "../net/api";

type Props = { poll: Poll; choices: number[] };

/** Tells the voter which choices were counted under a receipt. */
export const CountedChoices = (props: Props) => (
  <Trans>
    Counted for:{" "}
    <strong>
      <ChoiceTexts {...props} />
    </strong>
  </Trans>
);

/** The texts of some choices, in the poll's order. */
export function ChoiceTexts({ poll, choices }: Props) {
  const chosen = poll.choices.filter(({ id }) => choices.includes(id));
  return chosen.map(({ id, choice_text }, index) => (
    <Fragment key={id}>
      {index > 0 && ", "}
      <bdi>{choice_text}</bdi>
    </Fragment>
  ));
}
