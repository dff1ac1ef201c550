namespace Qwen3.Connectors;

/// <summary>
/// Instructions in the wording that the models were trained on, its slips of grammar included. They are written in English for texts of
/// other languages too. Any other English sentence works as well: say in one what the query is, and what shall be found.
/// </summary>
public static class TaskInstructions
{
    /// <summary>The model card's instruction for retrieval, and the default of queries and of reranking. Documents take none.</summary>
    public const string WebSearch = "Given a web search query, retrieve relevant passages that answer the query";

    /// <summary>Questions to passages with the answer. Documents take none.</summary>
    public const string QuestionAnswering = "Given a question, retrieve Wikipedia passages that answer the question";

    /// <summary>Questions to whole documents with the answer. Documents take none.</summary>
    public const string DocumentQuestionAnswering = "Given a question, retrieve relevant documents that best answer the question";

    /// <summary>Questions whose answer needs more than one document. Documents take none.</summary>
    public const string MultiHopQuestionAnswering = "Given a multi-hop question, retrieve documents that can help answer the question";

    /// <summary>Financial questions to replies. Documents take none.</summary>
    public const string FinancialQuestionAnswering = "Given a financial question, retrieve user replies that best answer the question";

    /// <summary>Medical questions to replies. Documents take none.</summary>
    public const string MedicalQuestionAnswering = "Given a medical question, retrieve user replies that best answer the question";

    /// <summary>Queries to the entities they name. Documents take none.</summary>
    public const string EntitySearch = "Given a query, retrieve relevant entity descriptions from DBPedia";

    /// <summary>Shoppers' queries to products. Documents take none.</summary>
    public const string ProductSearch =
        "Given a user query from an e-commerce website, retrieve description sentences of relevant products";

    /// <summary>A paper's title to the papers that it cites. Documents take none.</summary>
    public const string CitedPapers = "Given a scientific paper title, retrieve paper abstracts that are cited by the given paper";

    /// <summary>Questions about programming to code or passages. Documents take none.</summary>
    public const string CodeSearch = "Given a question about coding, retrieval code or passage that can solve user's question";

    /// <summary>Comments to the code that they describe. Documents take none.</summary>
    public const string CodeOfComment = "Given a code comment, retrieve the code snippet corresponding to that comment.";

    /// <summary>Code to code that does the same. Documents take none.</summary>
    public const string SimilarCode = "Given a piece for code, retrieval semantically similar code";

    /// <summary>Questions to SQL queries that answer them. Documents take none.</summary>
    public const string TextToSql = "Given a user's question, retrieve SQL queries that are appropriate responses to the question";

    /// <summary>Claims to evidence for or against them. Documents take none.</summary>
    public const string FactChecking = "Given a claim, retrieve documents that support or refute the claim";

    /// <summary>Claims of science to evidence for or against them. Documents take none.</summary>
    public const string ScientificFactChecking = "Given a scientific claim, retrieve documents that support or refute the claim";

    /// <summary>Claims to arguments against them. Both sides take it.</summary>
    public const string CounterArguments = "Given a claim, find documents that refute the claim";

    /// <summary>Questions to others that ask the same. Documents take none.</summary>
    public const string DuplicateQuestions = "Given a question, retrieve questions that are semantically equivalent to the given question";

    /// <summary>How alike two texts are. Both sides take it.</summary>
    public const string SemanticSimilarity = "Retrieve semantically similar text";

    /// <summary>Sentences to their translations. Both sides take it.</summary>
    public const string BitextMining = "Retrieve parallel sentences";

    /// <summary>Any texts by their topic. Every text takes it.</summary>
    public const string Clustering = "Identify the topic or theme of the given text";

    /// <summary>News articles by their topic. Every text takes it.</summary>
    public const string NewsClustering = "Identify the topic or theme of the given news articles";

    /// <summary>Any texts by their class. Every text takes it; naming the classes in a sentence of your own is better.</summary>
    public const string Classification = "Classify the given text into its appropriate category";

    /// <summary>Texts by their sentiment. Every text takes it.</summary>
    public const string SentimentClassification = "Classify the sentiment of the given text as either positive, negative, or neutral";

    /// <summary>What users of an assistant want. Every text takes it.</summary>
    public const string IntentClassification = "Given a user utterance as query, find the user intents";

    /// <summary>Comments by whether they are toxic. Every text takes it.</summary>
    public const string ToxicityClassification = "Classify the given comments as either toxic or not toxic";

    /// <summary>All instructions above, by the names above.</summary>
    public static IReadOnlyList<TaskInstruction> All { get; } =
    [
        Retrieval(nameof(WebSearch), WebSearch),
        Retrieval(nameof(QuestionAnswering), QuestionAnswering),
        Retrieval(nameof(DocumentQuestionAnswering), DocumentQuestionAnswering),
        Retrieval(nameof(MultiHopQuestionAnswering), MultiHopQuestionAnswering),
        Retrieval(nameof(FinancialQuestionAnswering), FinancialQuestionAnswering),
        Retrieval(nameof(MedicalQuestionAnswering), MedicalQuestionAnswering),
        Retrieval(nameof(EntitySearch), EntitySearch),
        Retrieval(nameof(ProductSearch), ProductSearch),
        Retrieval(nameof(CitedPapers), CitedPapers),
        Retrieval(nameof(CodeSearch), CodeSearch),
        Retrieval(nameof(CodeOfComment), CodeOfComment),
        Retrieval(nameof(SimilarCode), SimilarCode),
        Retrieval(nameof(TextToSql), TextToSql),
        Retrieval(nameof(FactChecking), FactChecking),
        Retrieval(nameof(ScientificFactChecking), ScientificFactChecking),
        Symmetric(nameof(CounterArguments), CounterArguments),
        Retrieval(nameof(DuplicateQuestions), DuplicateQuestions),
        Symmetric(nameof(SemanticSimilarity), SemanticSimilarity),
        Symmetric(nameof(BitextMining), BitextMining),
        Symmetric(nameof(Clustering), Clustering, isTrainedWording: false),
        Symmetric(nameof(NewsClustering), NewsClustering),
        Symmetric(nameof(Classification), Classification, isTrainedWording: false),
        Symmetric(nameof(SentimentClassification), SentimentClassification, isTrainedWording: false),
        Symmetric(nameof(IntentClassification), IntentClassification),
        Symmetric(nameof(ToxicityClassification), ToxicityClassification),
    ];

    /// <summary>Finds an instruction by its name.</summary>
    /// <param name="name">A name as in <see cref="All"/>; case does not matter.</param>
    /// <returns>The instruction, or null where there is none of that name.</returns>
    public static TaskInstruction? Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return All.FirstOrDefault(instruction => instruction.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
    }

    private static TaskInstruction Retrieval(string name, string text) => new(name, text, IsSymmetric: false, IsTrainedWording: true);

    private static TaskInstruction Symmetric(string name, string text, bool isTrainedWording = true) =>
        new(name, text, IsSymmetric: true, isTrainedWording);
}
