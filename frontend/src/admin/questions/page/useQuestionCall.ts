import { type QueryClient, useMutation, useQueryClient } from "@tanstack/react-query";
import { http } from "../../http";
import type { Question } from "../question";

export const questionKey = (id: number) => ["questions", "getOne", { id: String(id) }];

/** Shows `changes` of a poll on every screen at once. */
export const showChanges = (client: QueryClient, id: number, changes: Partial<Question>) =>
  client.setQueriesData<Question>(
    { queryKey: questionKey(id) },
    (question) => question && { ...question, ...changes },
  );

interface Call {
  // By these, the query client finds the record to update if the call is refused.
  resource: "questions";
  id: number;
  version: number;
  body: object;
}

/** A call of the API on one poll that is no edit. Its response is the poll as it is then. */
export function useQuestionCall(method: "correct" | "reset") {
  const client = useQueryClient();
  const call = useMutation({
    mutationFn: async ({ id, version, body }: Call) => {
      const { json } = await http(`/api/admin/questions/${id}/${method}`, {
        method: "POST",
        headers: new Headers({ "If-Match": `"${version}"` }),
        body: JSON.stringify(body),
      });
      return json as Question;
    },
    onSuccess: async (question) => {
      showChanges(client, question.id, question);
      await client.invalidateQueries({ queryKey: ["questions"] });
    },
  });
  return {
    ...call,
    // Not `mutate`, whose callback is dropped with the dialog: a poll that was reset has no votes to reset.
    call: ({ id, version }: Question, body: object, onSuccess: () => void) =>
      call.mutateAsync({ resource: "questions", id, version, body }).then(onSuccess, () => {}),
  };
}
