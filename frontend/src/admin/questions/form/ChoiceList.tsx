import { DndContext } from "@dnd-kit/core";
import { SortableContext, verticalListSortingStrategy } from "@dnd-kit/sortable";
import AddIcon from "@mui/icons-material/Add";
import { Box, Button, Typography } from "@mui/material";

import { SimpleFormIteratorBase, SimpleFormIteratorItemBase, useTranslate } from "react-admin";
import { useWatch } from "react-hook-form";
import { visuallyHidden } from "../../layout/visuallyHidden";
import { ChoiceRow } from "./ChoiceRow";
import { type ChoiceInForm, duplicatesOf, MAX_CHOICES } from "./choiceLines";
import { useChoiceEdits } from "./useChoiceEdits";
import { useChoiceSorting } from "./useChoiceSorting";

export const ChoiceList = () => {
  const translate = useTranslate();
  const { fields, spoken, ...edits } = useChoiceEdits();
  const sorting = useChoiceSorting(fields, edits.move);
  // Renders the list when a duplicate comes or goes, and not with every key.
  const duplicates = useWatch({
    name: "choices",
    compute: (choices: ChoiceInForm[] | undefined) => duplicatesOf(choices ?? []),
  });
  const full = fields.length >= MAX_CHOICES;
  return (
    <SimpleFormIteratorBase>
      <DndContext {...sorting}>
        <SortableContext items={fields} strategy={verticalListSortingStrategy}>
          <Box component="ol" sx={{ listStyle: "none", m: 0, p: 0 }}>
            {fields.map(({ id }, index) => (
              <SimpleFormIteratorItemBase key={id} index={index}>
                <ChoiceRow
                  id={id}
                  index={index}
                  isLast={index === fields.length - 1}
                  duplicateOf={duplicates[index]}
                  {...edits}
                />
              </SimpleFormIteratorItemBase>
            ))}
          </Box>
        </SortableContext>
      </DndContext>
      <Box sx={{ display: "flex", flexWrap: "wrap", alignItems: "center", columnGap: 2 }}>
        <Button startIcon={<AddIcon />} disabled={full} onClick={() => edits.add()}>
          {translate("resources.questions.add_choice")}
        </Button>
        <Typography variant="body2" color="textSecondary">
          {translate(`resources.questions.form.${full ? "limit" : "limit_count"}`, {
            count: fields.length,
            limit: MAX_CHOICES,
          })}
        </Typography>
      </Box>
      <Box role="status" sx={visuallyHidden}>
        {spoken}
      </Box>
    </SimpleFormIteratorBase>
  );
};
