import { Alert, Box, Button, GlobalStyles, LinearProgress, Typography } from "@mui/material";
import { useQuery } from "@tanstack/react-query";
import {
  Link,
  RecordContextProvider,
  ResourceContextProvider,
  Title,
  useCreatePath,
  useGetOne,
  useTranslate,
} from "react-admin";
import { useParams, useSearchParams } from "react-router-dom";
import { directionOf } from "../../shared/languages";
import { http } from "../http";
import { RecordError } from "../layout/RecordError";
import { ScreenTitle } from "../layout/ScreenTitle";
import { LanguageField } from "../mailings/LanguageField";
import { useLanguage } from "../mailings/mailing";
import { type Card, CodeCard } from "./CodeCard";
import type { Roll } from "./roll";

/** Cards to print and cut, each with the code of a person. By default, of those without an e-mail address. */
export const RollSheet = () => {
  const { id } = useParams();
  const { data: roll, error } = useGetOne<Roll>("rolls", { id: Number(id) });
  return (
    <ResourceContextProvider value="rolls">
      <RecordContextProvider value={roll}>
        <Title title={<ScreenTitle<Roll> text="resources.rolls.sheet.title" />} />
        {error && <RecordError error={error} />}
        {roll && <Sheet roll={roll} />}
      </RecordContextProvider>
    </ResourceContextProvider>
  );
};

const Sheet = ({ roll }: { roll: Roll }) => {
  const translate = useTranslate();
  const createPath = useCreatePath();
  const [query] = useSearchParams();
  const people = query.get("people") === "all" ? "all" : "without_email";
  const [language, setLanguage] = useLanguage();
  const { data: cards, error } = useQuery({
    queryKey: ["cards", roll.id, people],
    queryFn: async () => {
      const { json } = await http(`/api/admin/rolls/${roll.id}/cards?people=${people}`);
      return json as Card[];
    },
    // Each call is recorded, and the codes are kept on the screen only.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
  });
  const text = (key: string, values?: object) => translate(`resources.rolls.sheet.${key}`, values);
  const page = createPath({ resource: "rolls", type: "show", id: roll.id });
  const isEveryone = people !== "all" && cards?.length === 0 && roll.people > 0;
  const others = people === "all" ? "" : "?people=all";
  return (
    <>
      <GlobalStyles styles={paper} />
      <Box sx={{ displayPrint: "none", display: "grid", justifyItems: "start", gap: 2, mb: 3 }}>
        <Link to={page} sx={{ overflowWrap: "anywhere" }}>
          <bdi>{roll.name}</bdi>
        </Link>
        {error && <Alert severity="error">{error.message}</Alert>}
        {!cards && !error && <LinearProgress aria-label={text("loading")} sx={{ width: "100%" }} />}
        {cards && (
          <Typography sx={{ fontWeight: 650 }}>
            {text(isEveryone ? "everyone" : people, { smart_count: cards.length })}
          </Typography>
        )}
        {cards && cards.length > 0 && <Typography color="textSecondary">{text("hint")}</Typography>}
        {cards && cards.length > 0 && <LanguageField value={language} onChange={setLanguage} />}
        <Box sx={{ display: "flex", flexWrap: "wrap", alignItems: "center", gap: 1 }}>
          {cards && cards.length > 0 && (
            <Button variant="contained" onClick={() => window.print()}>
              {text("print")}
            </Button>
          )}
          <Button component={Link} to={`/rolls/${roll.id}/sheet${others}`} replace>
            {text(people === "all" ? "fewer" : "more")}
          </Button>
        </Box>
      </Box>
      {cards && cards.length > 0 && (
        <Box component="ul" aria-label={text("title")} dir={directionOf(language)} sx={sheet}>
          {cards.map((card) => (
            <CodeCard key={card.id} card={card} roll={roll.name} language={language} />
          ))}
        </Box>
      )}
    </>
  );
};

const sheet = {
  display: "grid",
  gridTemplateColumns: "repeat(auto-fill, minmax(min(100%, 21rem), 1fr))",
  m: 0,
  p: "0 1px 1px 0",
  listStyle: "none",
  // text.css gives each text its own direction, also for "start".
  "&[dir=rtl]": { textAlign: "right" },
  "@media print": { gridTemplateColumns: "1fr 1fr" },
};

// Nothing but the cards is printed, on the whole width of the page.
const paper = {
  "@page": { size: "A4", margin: "10mm" },
  "@media print": {
    "h1, header, .MuiSnackbar-root": { display: "none !important" },
    "body .layout .RaLayout-content": { maxWidth: "none", padding: 0 },
  },
};
