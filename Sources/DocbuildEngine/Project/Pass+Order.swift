import DocbuildCore

/// The order of a pass: a document that is made from the output of another comes after it. Whoever names such an output has
/// all that it is made from woven first, once for all that show it; so each is made from the new text of those before it, in
/// whatever order threads come to them.
extension Pass {
  /// What a file that may be a document's output gives.
  ///
  /// - Parameter own: the output of the document that names the file; nil where nothing is made.
  func made(_ path: Bytes, name: Bytes, for own: Bytes?) -> MadeText {
    let texts = reader.made
    guard let own, let document = texts.maker(of: path, in: project) else { return .file }
    if let known = known(path, of: document, for: own) { return known }
    for knot in DocumentOrder(from: document, shown(by:)).knots {
      if reader.interrupt.isSet { return .file }
      if knot.isCyclic {
        texts.note(knot)
      } else if let output = knot.shown.keys.first.flatMap(texts.document)?.output {
        make(output, name: project.name(of: output))
      }
    }
    if texts.knot(of: document) == nil { make(path, name: name) }
    return known(path, of: document, for: own) ?? .file
  }

  private func known(_ path: Bytes, of document: Int, for own: Bytes) -> MadeText? {
    let texts = reader.made
    guard let knot = texts.knot(of: document) else { return texts.known(path) }
    guard let reader = texts.maker(of: own, in: project), knot.shown[reader] != nil
    else { return .file }
    let cycle = knot.cycle(from: reader, through: document)
    return .cycle(cycle.compactMap { texts.document($0)?.output })
  }

  /// The documents whose outputs a document shows, none where what it makes is known.
  private func shown(by document: Int) -> [Int] {
    let texts = reader.made
    guard let document = texts.document(document), texts.known(document.output) == nil,
      case .success(let input?) = Input.document(document, in: project)
    else { return [] }
    var found: [Int] = []
    _ = load(input) { path, name in
      guard let maker = texts.maker(of: path, in: project) else { return .file }
      found.append(maker)
      // Only which it is counts.
      return .text(SourceFacts(Source(name: name.text, bytes: [], path: name)))
    }
    return found
  }

  /// Weaves the document that makes the file at `path`, called `name` by the user, and keeps what that is.
  private func make(_ path: Bytes, name: Bytes) {
    let texts = reader.made
    guard texts.known(path) == nil,
      let document = texts.maker(of: path, in: project).flatMap(texts.document),
      case .success(let input?) = Input.document(document, in: project)
    else { return }
    let woven = Pass(reader, prover: Prover(threads: 1)).weave(input)
    if reader.interrupt.isSet { return }
    var text: SourceFacts?
    if woven.isDocument, let bytes = woven.document?.bytes,
      bytes.count <= project.options.maxSourceBytes,
      project.root.reason(toRefuse: bytes, at: document.output) == nil
    {
      text = SourceFacts(Source(name: name.text, bytes: normalised(bytes), path: name))
    }
    texts.keep(
      text, at: path, from: [document.path] + woven.dependencies.map(\.path),
      isOfLookups: !woven.lookups.isEmpty)
  }
}
