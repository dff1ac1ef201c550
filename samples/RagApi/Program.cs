using RagApi;

// Listens on http://localhost:5000, or where --urls says. Try:
//   curl -s localhost:5000/search -H 'Content-Type: application/json' -d '{"query": "recover deleted files", "top": 3}'
//   curl -s localhost:5000/answer -H 'Content-Type: application/json' -d '{"question": "how do I repair a bicycle puncture"}'
await using var app = RagApiProgram.Build(args);
await RagApiProgram.AddSamplesAsync(app.Services);
await app.RunAsync();
