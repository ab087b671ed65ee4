import {
  closestCenter,
  type DndContextProps,
  KeyboardSensor,
  type Modifier,
  PointerSensor,
  type UniqueIdentifier,
  useSensor,
  useSensors,
} from "@dnd-kit/core";
import { sortableKeyboardCoordinates } from "@dnd-kit/sortable";
import { useRef } from "react";
import { useTranslate } from "react-admin";

// In px. A press that moves less is a click.
const DISTANCE = 4;

const vertically: Modifier = ({ transform }) => ({ ...transform, x: 0 });

/** Dragging by mouse, touch and keys, with announcements for screen readers in the user's language. */
export function useChoiceSorting(
  fields: { id: string }[],
  move: (from: number, to: number) => void,
): DndContextProps {
  const translate = useTranslate();
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: DISTANCE } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  );
  const isLifted = useRef(false);
  const indexOf = (id: UniqueIdentifier) => fields.findIndex((field) => field.id === id);
  const say = (key: string, id: UniqueIdentifier, over: UniqueIdentifier = id) =>
    translate(`resources.questions.form.drag.${key}`, {
      number: indexOf(id) + 1,
      to: indexOf(over) + 1,
      count: fields.length,
    });

  return {
    sensors,
    collisionDetection: closestCenter,
    modifiers: [vertically],
    onDragEnd: ({ active, over }) => {
      if (over && over.id !== active.id) move(indexOf(active.id), indexOf(over.id));
    },
    accessibility: {
      screenReaderInstructions: { draggable: translate("resources.questions.form.drag.how") },
      announcements: {
        // A choice is lifted once dnd-kit has measured the places. It then reports the choice's own place, and from
        // there on obeys the arrow keys.
        onDragStart() {
          isLifted.current = false;
          return undefined;
        },
        onDragOver({ active, over }) {
          if (!over) return undefined;
          const key = isLifted.current ? "over" : "start";
          isLifted.current = true;
          return say(key, active.id, over.id);
        },
        onDragEnd: ({ active, over }) => (over ? say("end", active.id, over.id) : undefined),
        onDragCancel: ({ active }) => say("cancel", active.id),
      },
    },
  };
}
