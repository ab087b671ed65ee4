import { Box } from "@mui/material";
import { useTranslate } from "react-admin";
import type { components } from "../../shared/schema";

export type Card = components["schemas"]["Card"];

/** The code of a person, as a card with its cutting lines. It is black on white in both themes. */
export const CodeCard = ({ card, roll }: { card: Card; roll: string }) => {
  const translate = useTranslate();
  const [page = ""] = card.link.split("#");
  return (
    <Box component="li" sx={frame}>
      <Box component="img" src={card.qr} alt="" sx={{ width: "32mm", height: "32mm" }} />
      <Box sx={{ display: "grid", gap: "1.5mm", minWidth: 0 }}>
        {card.name && (
          <Box dir="auto" sx={{ fontSize: "11pt", fontWeight: 650 }}>
            {card.name}
          </Box>
        )}
        {card.number && (
          <Box>{translate("resources.rolls.sheet.number", { number: card.number })}</Box>
        )}
        <Box dir="auto">{roll}</Box>
        <Box>{translate("resources.rolls.sheet.enter")}</Box>
        <Box sx={{ fontWeight: 650 }}>{page.replace(/^https?:\/\//, "")}</Box>
        <Box sx={code}>{card.code}</Box>
      </Box>
    </Box>
  );
};

const frame = {
  display: "grid",
  gridTemplateColumns: "auto 1fr",
  alignItems: "center",
  gap: "2mm",
  boxSizing: "border-box",
  // Five rows on a page.
  minHeight: "55mm",
  p: "4mm",
  // Neighbours share their lines.
  m: "0 -1px -1px 0",
  border: "1px dashed #767676",
  bgcolor: "#fff",
  color: "#000",
  fontSize: "8.5pt",
  lineHeight: 1.3,
  overflowWrap: "anywhere",
  breakInside: "avoid",
};

const code = {
  fontFamily: "var(--font-mono)",
  fontSize: "15pt",
  fontWeight: 700,
  lineHeight: 1.2,
};
