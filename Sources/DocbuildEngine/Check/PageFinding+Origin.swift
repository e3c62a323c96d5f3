import DocbuildCore

extension [Origin] {
  /// The last that can be looked up: not in a file as it was.
  fileprivate var lastOfToday: Origin? { last { $0.source.revision == nil } }
}

extension PageReport.ExternalLink {
  /// The link where it comes from.
  func link(on page: Document, output: String) -> RemoteLink {
    let place =
      page.origins(ofLine: line).lastOfToday?.place(of: Bytes(url.utf8), near: column)
      ?? Place(file: output)
    let isElsewhere = place.name != output || place.line != line
    return RemoteLink(
      url: url, place: place,
      notes: isElsewhere ? [.init("it is line \(line) of '\(output)'")] : [])
  }
}

extension PageFinding {
  /// The finding where it comes from, the template or a source, with a note for the line of the output.
  func diagnostic(
    on page: Document, _ bytes: Bytes, output: String, in project: Project
  ) -> Diagnostic {
    let text = Bytes(bytes[offset..<min(bytes.count, offset + length)])
    let origins = page.origins(ofLine: line)
    let isPast = origins.last?.source.revision != nil
    let place = origins.lastOfToday?.place(of: text, near: column) ?? Place(file: output)
    var remarks = notes.map { note in
      Diagnostic.Note(
        note.message,
        at: note.line.flatMap { page.origins(ofLine: $0).lastOfToday?.place(of: [], near: 1) })
    }
    if place.name != output || place.line != line {
      remarks.append(.init("it is line \(line) of '\(output)'"))
    }
    // A part's link is meant from the part's folder, and read from the page's.
    let moved = origins.last.flatMap { path(from: output, meantIn: $0.name, text, project) }
    if let moved { remarks.insert(.init("from the page's folder it is '\(moved)'"), at: 0) }
    var made = Diagnostic(
      id, message, at: place, notes: remarks, fixIt: isPast ? nil : moved ?? fixIt)
    made.severity = severity
    return made
  }

  /// The path to what is there from the folder of `part`, as the page would write it; nil when it is not a relative path
  /// that leads nowhere, or nothing is there either.
  private func path(
    from output: String, meantIn part: String, _ text: Bytes, _ project: Project
  ) -> String? {
    guard id == .brokenLink || id == .brokenImage, part != output,
      text.first.map({ $0 != Bytes.slash && $0 != UInt8(ascii: "#") }) ?? false,
      let partFolder = project.pathBelowRoot(Bytes(shownAs: part))?.folder,
      let pageFolder = project.pathBelowRoot(Bytes(shownAs: output))?.folder,
      partFolder != pageFolder
    else { return nil }
    guard let target = partFolder.resolving(text), target.bytes.first != UInt8(ascii: "."),
      project.root.exists(target)
    else { return nil }
    return target.relative(to: pageFolder).text
  }
}
