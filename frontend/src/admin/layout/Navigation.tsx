import HomeIcon from "@mui/icons-material/HomeOutlined";
import ListIcon from "@mui/icons-material/ViewListOutlined";
import { Box, Link, Typography } from "@mui/material";
import { createElement, useId } from "react";
import {
  CanAccess,
  type ResourceDefinition,
  useCreatePath,
  useGetResourceLabel,
  useResourceDefinitions,
  useTranslate,
} from "react-admin";
import { NavLink } from "react-router-dom";

/** The sections of the menu. A resource is in the first, or in the one that its `options` name: `{ section: "..." }`. */
const SECTIONS = ["content", "administration"] as const;

const sectionOf = (name?: string) => SECTIONS.find((section) => section === name) ?? SECTIONS[0];

/** Links to the home screen and to the lists that the account may see, by section. */
export const Navigation = ({ onNavigate }: { onNavigate?: () => void }) => {
  const translate = useTranslate();
  const listed = Object.values(useResourceDefinitions()).filter(({ hasList }) => hasList);
  return (
    <Box component="nav" aria-label={translate("polls.layout.navigation")} onClick={onNavigate}>
      <Box component="ul" sx={list}>
        <li>
          <Link component={NavLink} to="/" end sx={item}>
            <HomeIcon fontSize="small" />
            {translate("polls.home.title")}
          </Link>
        </li>
      </Box>
      {SECTIONS.map((section) => (
        <Section
          key={section}
          name={section}
          resources={listed.filter(({ options }) => sectionOf(options?.section) === section)}
        />
      ))}
    </Box>
  );
};

const Section = ({ name, resources }: { name: string; resources: ResourceDefinition[] }) => {
  const translate = useTranslate();
  const heading = useId();
  return (
    // Without a link in it, a section has no heading either.
    <Box sx={{ "&:not(:has(a))": { display: "none" } }}>
      {name !== SECTIONS[0] && (
        <Typography variant="body2" color="textSecondary" id={heading} sx={sectionHeading}>
          {translate(`polls.layout.section.${name}`)}
        </Typography>
      )}
      <Box component="ul" aria-labelledby={name === SECTIONS[0] ? undefined : heading} sx={list}>
        {resources.map((resource) => (
          <CanAccess
            key={resource.name}
            resource={resource.name}
            action="list"
            accessDenied={null}
            loading={null}
            error={null}
          >
            <ResourceItem resource={resource} />
          </CanAccess>
        ))}
      </Box>
    </Box>
  );
};

const ResourceItem = ({ resource: { name, icon } }: { resource: ResourceDefinition }) => {
  const createPath = useCreatePath();
  const labelOf = useGetResourceLabel();
  return (
    <li>
      <Link component={NavLink} to={createPath({ resource: name, type: "list" })} sx={item}>
        {createElement(icon ?? ListIcon, { fontSize: "small" })}
        {labelOf(name, 2)}
      </Link>
    </li>
  );
};

const list = { listStyle: "none", m: 0, p: 0, pb: 0.25, display: "grid", gap: 0.25 };

const sectionHeading = { px: 1.5, pt: 2, pb: 0.5 };

const item = {
  display: "flex",
  alignItems: "center",
  gap: 1.5,
  minHeight: "2.5rem",
  px: 1.5,
  borderRadius: "var(--radius)",
  color: "var(--ink-soft)",
  fontWeight: 500,
  textDecoration: "none",
  "&:hover": { color: "var(--ink)", bgcolor: "var(--fill)" },
  "&[aria-current]": { color: "var(--ink)", bgcolor: "var(--fill)" },
};
