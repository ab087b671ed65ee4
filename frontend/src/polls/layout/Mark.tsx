import { BOX, CROSS } from "../../shared/mark";

/** The logo, in the colour of the surrounding text. */
export const Mark = () => (
  <svg
    width="1.2em"
    height="1.2em"
    viewBox="0 0 24 24"
    fill="none"
    stroke="currentcolor"
    stroke-linecap="round"
    aria-hidden="true"
  >
    <path stroke-width="2" d={BOX} />
    <path stroke-width="2.75" d={CROSS} />
  </svg>
);
