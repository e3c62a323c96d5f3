import DocbuildCore
import Synchronization

/// What is known of sources that are outputs of documents: the documents, and the texts that were made of them for others.
final class MadeTexts: Sendable {
  /// What a document makes.
  private struct Entry {
    /// Nil for what is read as it is.
    let text: SourceFacts?
    /// What it was made from, below the root, the document itself included.
    let inputs: [Bytes]
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
    /// Cycles that were found.
    var cycles: [[Bytes]] = []
  }

  private let state: Mutex<State>

  /// - Parameter documents: those whose outputs are read as they will be; nil for none.
  init(of documents: DocumentTable?) { state = Mutex(State(documents: documents)) }

  /// Takes the documents as they are now, and forgets what was made from the outputs of those that have come or gone.
  ///
  /// - Returns: the outputs of those.
  func follow(_ documents: DocumentTable) -> [Bytes] {
    state.withLock { state in
      let old = state.documents
      state.documents = documents
      guard let old, old.documents != documents.documents else { return [] }
      state.makers = ByteTable()
      let changed = Set(old.documents).symmetricDifference(documents.documents)
      return changed.map(\.output)
    }
  }

  /// The document that is woven into the file at `path`; nil where none is.
  func maker(of path: Bytes, in project: Project) -> ProjectDocument? {
    let (documents, known) = state.withLock { ($0.documents, $0.makers[path]) }
    guard let documents else { return nil }
    if let known { return known < 0 ? nil : documents.documents[known] }
    let found = project.maker(of: path, among: documents)
    state.withLock { $0.makers[path] = found ?? -1 }
    return found.map { documents.documents[$0] }
  }

  /// The templates whose outputs are read as they will be.
  var templates: [ProjectDocument] {
    let documents = state.withLock { $0.documents?.documents ?? [] }
    return documents.filter { $0.output != $0.path }
  }

  /// Notes a cycle of documents, by their outputs.
  func note(cycle: [Bytes]) {
    state.withLock { state in
      if state.cycles.count < 1000 { state.cycles.append(cycle) }
    }
  }

  /// What is known already of a file that is a document's output; nil when that must be woven first.
  func known(_ path: Bytes, _ output: Bytes, for reader: Bytes) -> MadeText? {
    state.withLock { state in
      if let entry = state.entries[path] { return entry.text.map { .text($0) } ?? .file }
      let cycles = state.cycles.filter { $0.contains(output) }
      if let own = cycles.first(where: { $0.contains(reader) }) {
        return .cycle(MadeTexts.turned(own, to: reader))
      }
      return cycles.isEmpty ? nil : .file
    }
  }

  /// The same cycle from another of its members on.
  static func turned(_ cycle: [Bytes], to first: Bytes) -> [Bytes] {
    guard let start = cycle.firstIndex(of: first) else { return cycle }
    return Array(cycle[start...] + cycle[..<start])
  }

  /// Keeps what an output will be, nil for what it is; what came first stays.
  ///
  /// - Parameter inputs: what it was made from, below the root.
  func keep(
    _ text: SourceFacts?, at path: Bytes, from inputs: [Bytes], isOfLookups: Bool = false
  ) -> SourceFacts? {
    state.withLock { state in
      if let known = state.entries[path] { return known.text }
      state.entries[path] = Entry(text: text, inputs: inputs, isOfLookups: isOfLookups)
      return text
    }
  }

  /// Forgets what was made from files that `isGone` takes, and what was made from that, however far.
  ///
  /// - Returns: the paths and the texts that are forgotten.
  func forget(_ isGone: (Bytes) -> Bool) -> [(path: Bytes, text: SourceFacts?)] {
    let (makers, entries) = state.withLock { ($0.makers.entries, $0.entries.entries) }
    let paths = ByteTable<Bool>()
    var kept = entries
    var count = -1
    while kept.count != count {
      count = kept.count
      kept.removeAll { path, entry in
        guard
          isGone(path) || entry.isOfLookups
            || entry.inputs.contains(where: { isGone($0) || paths[$0] != nil })
        else { return false }
        paths[path.folded] = true
        return true
      }
    }
    let left = kept
    state.withLock { state in
      state.cycles = []
      state.makers = ByteTable(makers.filter { !isGone($0.key) })
      state.entries = ByteTable(left)
    }
    return entries.filter { paths[$0.key.folded] != nil }.map { ($0.key, $0.value.text) }
  }
}
