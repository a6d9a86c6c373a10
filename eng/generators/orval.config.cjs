module.exports = {
  clients: {
    input: "../../openapi.json",
    // Without it every list is repeated (status=new&status=open), though the document says a,b, and the service takes the last value only.
    output: { target: "../../artifacts/generators/orval/client.ts", client: "fetch", override: { fetch: { explode: false } } },
  },
};
