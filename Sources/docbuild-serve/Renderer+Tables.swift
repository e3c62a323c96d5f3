import CMarkGFM
import PageServer
import PageWire

/// Tables, and the footnotes at the end.
extension Renderer {
  mutating func enterTable(_ node: Node, _ kind: String) {
    switch kind {
    case "table":
      addProblems(upTo: node)
      html.begin(
        "<div class=\"table\" tabindex=\"0\" role=\"region\" aria-label=\"Table\"><table>\n")
      let count = Int(cmark_gfm_extensions_get_table_columns(node.pointer))
      alignments =
        cmark_gfm_extensions_get_table_alignments(node.pointer).map {
          Array(UnsafeBufferPointer(start: $0, count: count))
        } ?? []
      hasTableBody = false
    case "table_cell":
      let name = isInHead ? "th" : "td"
      let sides: [UInt8: String] = [
        UInt8(ascii: "l"): "left", UInt8(ascii: "c"): "center", UInt8(ascii: "r"): "right",
      ]
      let side = cell < alignments.count ? sides[alignments[cell]] : nil
      html.begin("<\(name)\(side.map { " align=\"\($0)\"" } ?? "")>")
      cell += 1
    default:
      cell = 0
      isInHead = kind == "table_header"
      if kind == "table_row", !hasTableBody {
        hasTableBody = true
        html.begin("<tbody>\n")
      }
      html.begin(kind == "table_header" ? "<thead><tr>" : "<tr>")
    }
  }

  mutating func leaveTable(_ kind: String) {
    switch kind {
    case "table":
      if hasTableBody { html.end("</tbody>\n") }
      html.end("</table></div>\n")
    case "table_cell": html.end(isInHead ? "</th>" : "</td>")
    case "table_header": html.end("</tr></thead>\n")
    default: html.end("</tr>\n")
    }
  }

  mutating func enterFootnote(_ node: Node) {
    if !hasFootnotes {
      hasFootnotes = true
      html.begin(
        "<section class=\"footnotes\" aria-label=\"Footnotes\"><h2>Footnotes</h2><ol>\n")
    }
    footnotes += 1
    html.begin("<li id=\"fn-\(footnotes)\">")
    wayBack = "<a href=\"#fnref-\(footnotes)\" aria-label=\"Back to reference \(footnotes)\">↩</a>"
  }

  /// The way back stands behind a note's last paragraph, or behind the note where it ends in something else.
  mutating func leaveFootnote() {
    html.add(wayBack)
    wayBack = ""
    html.end("</li>\n")
  }
}
