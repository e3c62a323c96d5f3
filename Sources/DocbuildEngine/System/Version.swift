/// The version of docbuild; the only place that states it, which scripts/package reads as well.
package let docbuildVersion = "0.2.0"
