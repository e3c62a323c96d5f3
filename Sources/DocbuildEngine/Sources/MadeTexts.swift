import DocbuildCore
import Synchronization

/// What is known of sources that are outputs of documents: the documents, and the texts that were made of them for others.
final class MadeTexts: Sendable {
  /// What a document makes.
  private struct Entry {
    /// Nil for what is read as it is.
    let text: SourceFacts?
    /// What it was made from, the document itself included.
    let inputs: [RootPath]
    /// Whether any file that comes, goes or changes may make it another.
    let isOfLookups: Bool
  }

  private struct State {
    /// The documents whose outputs are read as they will be; nil for as they are.
    var documents: DocumentTable?
    /// The documents that are woven into files; -1 for files that none is woven into.
    var makers = ByteTable<Int>()
    /// By the paths that they are read at.
    var entries = ByteTable<Entry>()
    /// The cyclic knots that were found, by the documents in them.
    var knots: [Int: DocumentKnot] = [:]
  }

  private let state: Mutex<State>

  /// - Parameter documents: those whose outputs are read as they will be; nil for none.
  init(of documents: DocumentTable?) { state = Mutex(State(documents: documents)) }

  /// Takes the documents as they are now, and forgets what was made from the outputs of those that have come or gone.
  ///
  /// - Returns: the outputs of those.
  func follow(_ documents: DocumentTable) -> [WrittenPath] {
    state.withLock { state in
      let old = state.documents
      state.documents = documents
      guard let old, old.documents != documents.documents else { return [] }
      state.makers = ByteTable()
      state.knots = [:]
      let changed = Set(old.documents).symmetricDifference(documents.documents)
      return changed.map(\.output)
    }
  }

  /// The document that is woven into the file at `path`, as a number; nil where none is.
  func maker(of path: some PathFromRoot, in project: Project) -> Int? {
    let known: Int? = state.withLock { state in
      if case nil = state.documents { return -1 }
      return state.makers[path]
    }
    if let known { return known < 0 ? nil : known }
    guard let documents = state.withLock({ $0.documents }) else { return nil }
    let found = project.maker(of: path, among: documents)
    state.withLock { $0.makers[path] = found ?? -1 }
    return found
  }

  /// A document by its number; nil once it has gone.
  func document(_ number: Int) -> ProjectDocument? {
    state.withLock { state in
      guard let all = state.documents?.documents, all.indices.contains(number) else { return nil }
      return all[number]
    }
  }

  /// The templates whose outputs are read as they will be.
  var templates: [ProjectDocument] {
    let documents = state.withLock { $0.documents?.documents ?? [] }
    return documents.filter { !$0.output.isSame(as: $0.path) }
  }

  /// Notes a cyclic knot.
  func note(_ knot: DocumentKnot) {
    state.withLock { state in
      for document in knot.shown.keys { state.knots[document] = knot }
    }
  }

  /// The cyclic knot that a document was found in.
  func knot(of document: Int) -> DocumentKnot? { state.withLock { $0.knots[document] } }

  /// What is known already of a file that is a document's output; nil when that must be woven first.
  func known(_ path: WrittenPath) -> MadeText? {
    state.withLock { $0.entries[path].map { $0.text.map { .text($0) } ?? .file } }
  }

  /// Keeps what an output will be, nil for what it is; what came first stays.
  ///
  /// - Parameter inputs: what it was made from.
  func keep(_ text: SourceFacts?, at path: WrittenPath, from inputs: [RootPath], isOfLookups: Bool)
  {
    state.withLock { state in
      guard state.entries[path] == nil else { return }
      state.entries[path] = Entry(text: text, inputs: inputs, isOfLookups: isOfLookups)
    }
  }

  /// Forgets what was made from files that `isGone` takes, and what was made from that, however far.
  ///
  /// - Returns: the paths and the texts that are forgotten.
  func forget(_ isGone: (WrittenPath) -> Bool) -> [(path: WrittenPath, text: SourceFacts?)] {
    let (makers, entries) = state.withLock { ($0.makers.entries, $0.entries.entries) }
    let paths = ByteTable<Bool>()
    var kept = entries
    var count = -1
    while kept.count != count {
      count = kept.count
      kept.removeAll { path, entry in
        guard
          isGone(WrittenPath(path)) || entry.isOfLookups
            || entry.inputs.contains(where: { isGone(WrittenPath($0)) || paths[$0] != nil })
        else { return false }
        paths[path.folded] = true
        return true
      }
    }
    let left = kept
    state.withLock { state in
      state.knots = [:]
      state.makers = ByteTable(makers.filter { !isGone(WrittenPath($0.key)) })
      state.entries = ByteTable(left)
    }
    return entries.filter { paths[$0.key.folded] != nil }.map {
      (WrittenPath($0.key), $0.value.text)
    }
  }
}
