/** The lines of the logo of Polls, a box with a voter's cross, in a square of 24. */
export const BOX = "M4 5h15v15H4z";
export const CROSS = "M7 8.5c3 2 6 5 8.5 8.5M21.5 1.5C15.500 6 11 11 7.500 17";
