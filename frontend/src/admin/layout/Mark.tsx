import { BOX, CROSS } from "../../shared/mark";

/** The logo, in the colour of the surrounding text. */
export const Mark = () => (
  <svg
    width="1.2em"
    height="1.2em"
    viewBox="0 0 24 24"
    fill="none"
    stroke="currentcolor"
    strokeLinecap="round"
    aria-hidden="true"
  >
    <path strokeWidth="2" d={BOX} />
    <path strokeWidth="2.75" d={CROSS} />
  </svg>
);
