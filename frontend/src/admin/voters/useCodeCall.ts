import { useMutation, useQueryClient } from "@tanstack/react-query";
import { http } from "../http";

/** A call of the API that makes new codes. The people are loaded again after it. */
export function useCodeCall<Response>(path: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (body: object) => {
      const { json } = await http(`/api/admin/${path}`, {
        method: "POST",
        body: JSON.stringify(body),
      });
      return json as Response;
    },
    onSuccess: () => {
      for (const resource of ["voters", "rolls"])
        client.invalidateQueries({ queryKey: [resource] });
    },
    // The codes are kept on the screen only, and not in the memory of earlier calls.
    gcTime: 0,
  });
}
