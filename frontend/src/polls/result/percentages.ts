import { shares } from "../../shared/shares";
import type { Results } from "../net/api";

/** The percentage of each choice, in the order of `results.choices`. */
export const percentages = ({ choices, ballots }: Results) =>
  shares(
    choices.map(({ votes }) => votes),
    ballots,
  );
