extension Reader {
  /// VitePress (<https://vitepress.dev/guide/routing>): the folder of `.vitepress`, or its `srcDir`, is the root, `public`
  /// holds what is served as it is, and `@mdit-vue/shared` makes the ids.
  package static let vitepress: Reader = {
    var made = Reader(
      name: "vitepress", summary: "a site of VitePress",
      signs: [".vitepress/config.ts", ".vitepress/config.mts", ".vitepress/config.js"]
        + [".vitepress/config.mjs", ".vitepress/"]
    ) { settings in
      let source = settings.settings("srcDir").first ?? ""
      return [
        ContentRoot(folder: source),
        ContentRoot(folder: source.isEmpty ? "public" : source + "/public"),
      ]
    }
    made.headingIDs = [.markdownIt]
    made.writtenIDs = ["{#id}"]
    made.inclusions = ["<!--@include:", "<!-- @include:"]
    made.hasComponents = true
    made.made = ["sitemap.xml", "404.html"]
    return made
  }()
}
