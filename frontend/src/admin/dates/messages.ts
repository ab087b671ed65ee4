/** Messages of the date inputs, under `polls.dates`. */
export const en = {
  zone: "Time zone: %{zone}.",
  incomplete: "Enter the whole date and time, or clear the field.",
  skipped: "The clocks in %{zone} skip this time on that day. Enter another one.",
  twice: "The clocks in %{zone} show this time twice on that day. Choose which one is meant.",
  which: "Which %{time}?",
  first: "The first one (%{offset})",
  second: "The second one (%{offset})",
};

export const fr: typeof en = {
  zone: "Fuseau horaire : %{zone}.",
  incomplete: "Saisissez la date et l'heure en entier, ou videz le champ.",
  skipped: "Les horloges de %{zone} sautent cette heure ce jour-là. Saisissez-en une autre.",
  twice: "Les horloges de %{zone} montrent cette heure deux fois ce jour-là. Choisissez laquelle.",
  which: "Quel passage à %{time} ?",
  first: "Le premier (%{offset})",
  second: "Le second (%{offset})",
};
