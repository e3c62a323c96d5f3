/// What the named patterns of a document's transcripts, `[..=NAME]`, have stood for so far: later lines say `[NAME]`.
package struct Captures: Sendable {
  /// By name; nil for one whose line was not printed: it stands for any text.
  private var values: [Bytes: Bytes?] = [:]

  /// Nothing yet.
  package init() {}

  /// Whether `[NAME]` with a known name stands in a line that is written so.
  package func areNamed(in text: Bytes) -> Bool {
    !values.isEmpty && (try? ExpectedLine(text))?.refers(to: values.keys) ?? false
  }

  /// Lays what a command printed beside what is expected of it.
  package mutating func align(_ command: Transcript.Command, _ printed: [Bytes]) -> Alignment {
    let expected = command.expected
    if command.takesAnyOutput { return Alignment(anything: printed.count, for: expected.count) }
    let given = expected.flatMap(\.names)
    if given.isEmpty {
      return Alignment(values.isEmpty ? expected : expected.map { $0.resolved(values) }, printed)
    }
    // What names stand for comes of how the lines lie, which may rest on it in turn.
    var lines = resolving(expected, [:])
    var alignment = Alignment(lines, printed)
    lines = resolving(expected, found(alignment, lines, printed))
    alignment = Alignment(lines, printed)
    var last = found(alignment, lines, printed)
    if !alignment.isMatch, let other = match(expected, printed) { (alignment, last) = other }
    for name in given { values[name] = .some(nil) }
    for index in last.keys.sorted() {
      for (name, value) in last[index] ?? [] { values[name] = .some(value) }
    }
    return alignment
  }

  /// Takes note of lines that are not run: what they name stands for any text.
  package mutating func skip(_ lines: [Bytes]) {
    for name in lines.flatMap(\.givenNames) where values[name] == nil { values[name] = .some(nil) }
  }

  /// The names that lines of a command gave which were not printed, while no other line of it gave them.
  package func lost(by command: Transcript.Command, _ alignment: Alignment) -> Set<Bytes> {
    var kept: Set<Bytes> = []
    var lost: Set<Bytes> = []
    for step in alignment.steps {
      switch step {
      case .keep(let line, _): kept.formUnion(command.expected[line].names)
      case .missing(let line): lost.formUnion(command.expected[line].names)
      case .anyLines, .unexpected: break
      }
    }
    return lost.subtracting(kept)
  }

  /// Forgets names whose lines are no more.
  package mutating func forget(_ names: Set<Bytes>) {
    for name in names { values[name] = nil }
  }

  /// What `[NAME]` stands for in a line.
  package func meaning(of line: ExpectedLine) -> [(name: Bytes, value: Bytes)] {
    values.sorted { $0.key.lexicographicallyPrecedes($1.key) }.compactMap { name, value in
      guard let value, line.refers(to: [name]) else { return nil }
      return (name, value)
    }
  }

  /// What the names in each line stand for, by the line's index; what other names stand for is in its place.
  private func found(_ alignment: Alignment, _ lines: [ExpectedLine], _ printed: [Bytes])
    -> [Int: [(name: Bytes, value: Bytes)]]
  {
    var found: [Int: [(name: Bytes, value: Bytes)]] = [:]
    for case .keep(let line, let actual) in alignment.steps where !lines[line].names.isEmpty {
      found[line] = lines[line].captured(from: printed[actual])
    }
    return found
  }

  /// Comparisons of lines.
  private static let mostWork = 4_000_000

  /// Looks for real lines that those which give names may stand for so that everything fits: behind a `...` that need not
  /// be the first that looks like one. Nil where there are none, or after `mostWork`.
  private func match(_ expected: [ExpectedLine], _ printed: [Bytes]) -> (
    Alignment, [Int: [(name: Bytes, value: Bytes)]]
  )? {
    guard expected.contains(where: \.isAnyLines) else { return nil }
    let giving = expected.indices.filter { !expected[$0].names.isEmpty }
    var left = Captures.mostWork
    var chosen: [Int: [(name: Bytes, value: Bytes)]] = [:]
    func search(_ number: Int, from start: Int) -> Alignment? {
      left -= expected.count + 1
      guard number < giving.count else {
        left -= expected.count * printed.count
        guard left > 0 else { return nil }
        var lines = resolving(expected, chosen)
        for (index, values) in chosen { lines[index] = lines[index].filled(with: values) }
        let alignment = Alignment(lines, printed)
        return alignment.isMatch ? alignment : nil
      }
      let line = resolving(expected, chosen)[giving[number]]
      for actual in printed.indices.dropFirst(start) {
        left -= 1
        guard left > 0 else { break }
        guard line.fits(printed[actual]) else { continue }
        chosen[giving[number]] = line.captured(from: printed[actual])
        if let found = search(number + 1, from: actual + 1) { return found }
      }
      chosen[giving[number]] = nil
      return nil
    }
    return search(0, from: 0).map { ($0, chosen) }
  }

  /// The lines with what `[NAME]` stands for in each: what a line before it has given, else what was known before.
  private func resolving(
    _ expected: [ExpectedLine], _ found: [Int: [(name: Bytes, value: Bytes)]]
  ) -> [ExpectedLine] {
    var known = values
    return expected.enumerated().map { index, line in
      let resolved = line.resolved(known)
      for name in line.names { known[name] = .some(nil) }
      for (name, value) in found[index] ?? [] { known[name] = .some(value) }
      return resolved
    }
  }
}
