export default {
  input: "../../openapi.json",
  output: { path: "../../artifacts/generators/hey-api" },
  plugins: [
    "@hey-api/client-fetch",
    "@hey-api/typescript",
    "@hey-api/sdk",
    // Without it a time must end in Z, and those of queued messages have an offset.
    { name: "zod", dates: { offset: true } },
  ],
};
