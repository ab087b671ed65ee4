import { Box, Button, LinearProgress, Typography } from "@mui/material";
import {
  useGetResourceLabel,
  useListContext,
  usePermissions,
  useStore,
  useTranslate,
} from "react-admin";
import { figure } from "../../shared/locale";
import type { Permission } from "../auth/authProvider";
import { Dialog } from "../layout/Dialog";
import { ExportOptions, type Options } from "./ExportOptions";
import { useExport } from "./useExport";

const DEFAULT: Options = { format: "csv", left_out: [] };

/** Asks for the format and the columns of an export, which are remembered, and saves the file. */
export const ExportDialog = ({ onClose }: { onClose: () => void }) => {
  const translate = useTranslate();
  const { resource, total = 0, meta } = useListContext();
  const labelOf = useGetResourceLabel();
  const { permissions } = usePermissions<Permission[]>();
  const known = permissions?.find((permission) => permission.resource === resource)?.exported ?? [];
  const [options, setOptions] = useStore<Options>(`${resource}.export`, DEFAULT);
  const columns = known.filter((name) => !options.left_out.includes(name));
  const { bytes, error, start, cancel } = useExport(onClose);
  const matching = meta?.total === "estimated" ? "about" : "matching";
  return (
    <Dialog
      isLarge
      title={translate("polls.exporting.title", { name: labelOf(resource, 2).toLowerCase() })}
      error={error}
      onClose={onClose}
    >
      <Typography>
        {translate(`polls.exporting.${matching}`, { smart_count: total, _: figure(total) })}
      </Typography>
      <ExportOptions
        resource={resource}
        known={known}
        options={options}
        disabled={bytes !== null}
        onChange={setOptions}
      />
      {bytes !== null && <Progress bytes={bytes} />}
      <Box sx={{ display: "flex", gap: 1 }}>
        <Button
          variant="contained"
          disabled={columns.length === 0 || bytes !== null}
          onClick={() => start(options.format, columns)}
        >
          {translate("polls.exporting.start")}
        </Button>
        {bytes !== null && (
          <Button color="inherit" onClick={cancel}>
            {translate("polls.exporting.cancel")}
          </Button>
        )}
      </Box>
    </Dialog>
  );
};

const Progress = ({ bytes }: { bytes: number }) => {
  const translate = useTranslate();
  const size = figure(Math.ceil(bytes / 1000));
  return (
    <Box role="status">
      <LinearProgress aria-label={translate("polls.exporting.start")} />
      {bytes === 0
        ? translate("polls.exporting.preparing")
        : translate("polls.exporting.loaded", { size })}
    </Box>
  );
};
