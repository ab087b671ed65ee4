import { Box } from "@mui/material";
import type { Language } from "../../shared/languages";
import type { components } from "../../shared/schema";
import { CARD } from "./cardMessages";

export type Card = components["schemas"]["Card"];

interface CodeCardProps {
  card: Card;
  roll: string;
  language: Language;
}

/**
 * The code of a person, as a card with its cutting lines. It is black on white in both themes. Names, numbers, addresses
 * and codes keep their own direction, on the side where the others begin.
 */
export const CodeCard = ({ card, roll, language }: CodeCardProps) => {
  const words = CARD[language];
  const [page = ""] = card.link.split("#");
  return (
    <Box component="li" lang={language} sx={frame}>
      <Box component="img" src={card.qr} alt="" sx={{ width: "32mm", height: "32mm" }} />
      <Box sx={{ display: "grid", gap: "1.5mm", minWidth: 0 }}>
        {card.name && (
          <Box sx={{ fontSize: "11pt", fontWeight: 650 }}>
            <bdi>{card.name}</bdi>
          </Box>
        )}
        {card.number && (
          <Box>
            {words.number} <bdi>{card.number}</bdi>
          </Box>
        )}
        <Box>
          <bdi>{roll}</bdi>
        </Box>
        <Box>{words.enter}</Box>
        <Box sx={{ fontWeight: 650 }}>
          <bdi dir="ltr">{page.replace(/^https?:\/\//, "")}</bdi>
        </Box>
        <Box sx={code}>
          <bdi dir="ltr">{card.code}</bdi>
        </Box>
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
