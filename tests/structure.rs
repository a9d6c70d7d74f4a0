//! Structural mistakes: all of them in one run, each once, in order, at its place.

#[path = "support/mod.rs"]
mod support;

use stackgen::diagnostic::Renderer;
use stackgen::source::Source;
use support::{base_with, compile, plain, root, snapshot};

fn fixture(name: &str) -> String {
    std::fs::read_to_string(root().join("tests/fixtures/structure").join(name)).unwrap()
}

#[test]
fn many_mistakes_are_found_in_one_run() {
    let input = fixture("many.toml");
    let compiled = compile(&input);
    let places: Vec<_> = compiled.found.iter().map(|found| (found.primary.span, found.message.clone())).collect();
    assert!(places.len() >= 30, "{}", places.len());
    assert!(places.windows(2).all(|pair| pair[0] < pair[1]), "in order, none twice");
    assert!(compiled.files.is_none());
    snapshot("structure", "many", &plain(&input, &compiled));
}

#[test]
fn syntax_errors_come_alone_and_together() {
    let input = fixture("syntax.toml");
    let compiled = compile(&input);
    assert!(compiled.found.iter().filter(|found| found.rule == "toml-syntax").count() >= 3);
    assert!(compiled.found.iter().all(|found| ["toml-syntax", "secret-literal"].contains(&found.rule)));
    snapshot("structure", "syntax", &plain(&input, &compiled));
}

#[test]
fn a_mistake_of_the_base_is_reported_once_for_all_modes() {
    let input = base_with("[postgres]\nimag = 'x'\n[modes.a]\n[modes.b]\n");
    let found: Vec<_> = compile(&input).found.iter().map(|found| found.message.clone()).collect();
    assert_eq!(found, ["there is no key `imag` here"]);
}

#[test]
fn a_mistake_in_a_mode_is_at_the_mode() {
    let input = base_with("[modes.a.redis]\nmaxmemory_polcy = 'noeviction'\n");
    let compiled = compile(&input);
    let [found] = compiled.found.as_slice() else { panic!("{:?}", compiled.found) };
    assert_eq!(&input[found.primary.span.range()], "maxmemory_polcy");
    assert_eq!(found.help.as_deref(), Some("did you mean `maxmemory_policy`?"));
}

#[test]
fn references_between_sections_are_checked() {
    let input = base_with(
        "[odoo]\nnetworks = ['shp']\nenvironment = { URL = { service = { name = 'nobody', port = 80 } } }\n\
         [services.a]\nimage = 'x'\nbuild = '.'\n[services.b]\nimage = 'x'\ndepends_on = { nobody = 'started' }\n\
         volumes = [{ source = { volume = 'v1' }, target = '/x' }, { source = { volume = 'v2' }, target = '/x/' }]\n\
         [services.c]\nimage = 'x'\nenvironment = { T = { secret = 'redis_password' } }\n",
    );
    snapshot("structure", "references", &plain(&input, &compile(&input)));
}

#[test]
fn a_diagnostic_as_it_prints() {
    let input = base_with("[redis]\nmaxmemory = '512mb'\n");
    let compiled = compile(&input);
    let masked = compiled.masked(&Source::new("inputs/stack.toml", input));
    snapshot("render", "human", &Renderer::new(false, 100).render(&compiled.found, &masked));
}
