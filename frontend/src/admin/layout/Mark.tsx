/** The logo, in the colour of the surrounding text. The voter's index.html has it too. */
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
    <path strokeWidth="2" d="M4 5h15v15H4z" />
    <path strokeWidth="2.75" d="M7 8.5c3 2 6 5 8.5 8.5M21.5 1.5C15.500 6 11 11 7.500 17" />
  </svg>
);
