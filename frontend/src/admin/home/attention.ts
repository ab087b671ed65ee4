/** The filters of the polls that need attention, as the home screen counts and the list shows them. */
export const attention = (now: Date) => {
  const midnight = new Date(now);
  midnight.setHours(24, 0, 0, 0);
  const tomorrow = midnight.toISOString();
  return {
    closing_today: { archived: false, status: "open", closes_at_lt: tomorrow },
    opening_today: { archived: false, status: "scheduled", pub_date_lt: tomorrow },
    drafts: { archived: false, status: "draft" },
    few_choices: { archived: false, status: ["open", "scheduled"], choice_count_lt: 2 },
  };
};

/** The path of the list of polls that match a filter. */
export const filteredList = (list: string, filter: object) =>
  `${list}?${new URLSearchParams({ filter: JSON.stringify(filter) })}`;
