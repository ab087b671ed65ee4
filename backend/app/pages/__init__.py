"""The pages in the browser, and the files that they consist of."""
