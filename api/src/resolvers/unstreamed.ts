/** What is said of streams as long as they are not counted. */
export const unstreamed = {
  streamed: null,
  total: null,
  nullReason: "streamed, total: this version counts what buffers paid, not yet what pools streamed",
};
