/// A change that makes a template's text the output's.
enum TemplateEdit {
  case escape
  /// A run of fence characters that becomes `length` long, or stays when that is nil.
  case openFence(Int, Range<Int>, length: Int?)
  case closeFence(Int, Range<Int>, length: Int?)
  case directive(Int)
  case value(Int, place: Range<Int>)
  case inertLine
}

/// All places where the output differs from `template`, ascending; `excerpts` are those of its directives.
func edits(of template: Template, _ excerpts: [Excerpt]) -> [(
  offset: Int, line: Int, edit: TemplateEdit
)] {
  var edits: [(offset: Int, line: Int, edit: TemplateEdit)] = []
  edits.reserveCapacity(template.directives.count + 2 * template.fences.count)
  var needed = [Int](repeating: 0, count: template.fences.count)
  for (index, directive) in template.directives.enumerated() {
    edits.append((directive.lineRange.lowerBound, directive.line, .directive(index)))
    if case .fence(let fence, let indent) = directive.context {
      let run = excerpts[index].longestRun(
        of: template.fences[fence].character, column: template.source.columns(of: directive.prefix),
        indent: indent)
      needed[fence] = max(needed[fence], run)
    }
  }
  for (index, fence) in template.fences.enumerated() {
    let run = needed[index]
    let length = run >= fence.length ? run + 1 : nil
    edits.append(
      (fence.openRun.lowerBound, fence.openLine, .openFence(index, fence.openRun, length: length))
    )
    if let close = fence.closeRun, let line = fence.closeLine {
      let longer = length.flatMap { $0 > close.count ? $0 : nil }
      edits.append((close.lowerBound, line, .closeFence(index, close, length: longer)))
    }
  }
  for (index, value) in template.values.enumerated() {
    guard let place = value.place else { continue }
    edits.append((place.lowerBound, value.placeLine, .value(index, place: place)))
  }
  let lines = template.source.bytes
  for escape in template.escapes { edits.append((escape.offset, escape.line, .escape)) }
  var from = 0
  var line = 1
  for inert in template.inertLines {
    while line < inert, let feed = lines.firstOffset(of: .lineFeed, in: from..<lines.count) {
      from = feed + 1
      line += 1
    }
    edits.append((from, inert, .inertLine))
  }
  edits.sort { $0.offset < $1.offset }
  return edits
}

extension Source {
  /// How wide a prefix is.
  func columns(of prefix: Range<Int>) -> Int {
    bytes[prefix].reduce(0) { $0 + ($1 == .tab ? 4 - $0 % 4 : 1) }
  }
}
