//! The `.env` beside an input's files, and the mode that it starts.

use camino::{Utf8Path, Utf8PathBuf};

use crate::cli::Failure;
use crate::cli::inputs::Input;
use crate::dotenv::{Dotenv, Expected, check};
use crate::files::Lock;
use crate::finding::Severity;
use crate::model::Stack;
use crate::source::Source;
use crate::suggest::nearest;

/// A `.env`, and the mode that it is for.
pub(super) struct Place<'i> {
    pub(super) path: Utf8PathBuf,
    pub(super) mode: Option<&'i str>,
    pub(super) stack: &'i Stack,
    pub(super) template: &'i str,
    pub(super) expected: Expected<'i>,
}

impl<'i> Place<'i> {
    pub(super) fn find(input: &'i Input, mode: Option<&str>) -> Result<Self, Failure> {
        let modes = &input.compiled.modes;
        if modes.is_empty() && mode.is_none() {
            return Self::of(input, None).ok_or_else(|| wrong_mode(mode, modes));
        }
        let places: Vec<Self> = modes.iter().filter_map(|name| Self::of(input, Some(name))).collect();
        let dotenv = if mode.is_none() { places.first().map(Self::read).transpose()?.flatten() } else { None };
        let dotenv = dotenv.map(|source| Dotenv::parse(source.text()));
        let meant = |place: &Self| match (mode, &dotenv) {
            (Some(mode), _) => place.mode == Some(mode),
            (None, Some(dotenv)) => place.expected.starts(dotenv),
            (None, None) => false,
        };
        let none = || match (mode, &dotenv) {
            (None, Some(_)) => Failure::Usage(starts_none(&input.dir.join(".env"), modes)),
            _ => wrong_mode(mode, modes),
        };
        places.into_iter().find(meant).ok_or_else(none)
    }

    fn of(input: &'i Input, mode: Option<&'i str>) -> Option<Self> {
        let stack = input.compiled.stack(mode)?;
        let name = mode.map_or(".env.template".to_owned(), |mode| format!(".env.{mode}.template"));
        let mut files = input.compiled.files.as_deref().unwrap_or_default().iter();
        let template = files.find(|file| file.path().file_name() == Some(name.as_str()))?.text();
        Some(Self { path: input.dir.join(".env"), mode, stack, template, expected: Expected::new(stack, template) })
    }

    /// The file as it is; nothing where there is none.
    pub(super) fn read(&self) -> Result<Option<Source>, Failure> {
        // A link that leads nowhere is there: it is refused where it would be replaced.
        if self.path.exists() { Ok(Some(Source::read(&self.path)?)) } else { Ok(None) }
    }

    /// The file as it is, if all of it is understood: what is not would be lost, or be taken for something else.
    pub(super) fn understood(&self) -> Result<Option<Source>, Failure> {
        let source = self.read()?;
        if source.as_ref().is_some_and(|source| !Dotenv::parse(source.text()).problems.is_empty()) {
            let command = self.command("check");
            let message = format!("{} is not understood, so nothing was changed: `{command}` says where", self.path);
            return Err(Failure::Usage(message));
        }
        Ok(source)
    }

    /// The file, which has to be there.
    pub(super) fn existing(&self) -> Result<Source, Failure> {
        let missing = || Failure::Usage(format!("there is no {}: `{}` makes one", self.path, self.command("init")));
        self.understood()?.ok_or_else(missing)
    }

    /// The right to change the file: what was read before may have changed meanwhile.
    pub(super) fn lock(&self) -> Result<Lock, Failure> {
        Ok(Lock::of(self.path.parent().unwrap_or(Utf8Path::new(".")))?)
    }

    /// The words of a command for this mode.
    pub(super) fn command(&self, words: &str) -> String {
        format!("stackgen env {words}{}", self.mode.map(|mode| format!(" {mode}")).unwrap_or_default())
    }
}

/// What to say of a `.env` whose `COMPOSE_FILE` and `COMPOSE_PROFILES` are those of no mode (any more).
fn starts_none(path: &Utf8Path, modes: &[String]) -> String {
    let all = modes.join(", ");
    format!(
        "{path} starts none of the modes (any more): {all}\n`stackgen env init MODE` makes it start one; no value in it changes."
    )
}

/// What the `.env` beside an input's files lacks since they were built, if there is one.
pub(in crate::cli) fn unfit(input: &Input) -> Option<String> {
    let path = input.dir.join(".env");
    let source = Source::read(&path).ok()?;
    let dotenv = Dotenv::parse(source.text());
    let modes = &input.compiled.modes;
    let all = || modes.iter().map(|mode| Some(mode.as_str())).chain(modes.is_empty().then_some(None));
    let mut places = all().filter_map(|mode| Place::of(input, mode));
    let Some(place) = places.find(|place| modes.is_empty() || place.expected.starts(&dotenv)) else {
        return Some(starts_none(&path, modes));
    };
    let errors = check(&dotenv, &place.expected, super::today());
    let errors = errors.iter().filter(|found| found.severity == Severity::Error).count();
    let what = if errors == 1 { "1 error".to_owned() } else { format!("{errors} errors") };
    (errors > 0)
        .then(|| format!("{path} does not fit these files, {what}: `{}` says what is wrong", place.command("check")))
}

fn wrong_mode(mode: Option<&str>, modes: &[String]) -> Failure {
    let all = modes.join(", ");
    Failure::Usage(match mode {
        None => format!("say for which mode: {all}"),
        Some(path) if Utf8Path::new(path).extension() == Some("toml") => {
            format!("`{path}` is no mode: name the mode first, and the input behind it (the modes are {all})")
        }
        Some(_) if modes.is_empty() => "this input has no modes".to_owned(),
        Some(mode) => match nearest(mode, modes.iter().map(String::as_str)) {
            Some(near) => format!("there is no such mode: did you mean `{near}`? The modes are {all}"),
            None => format!("there is no such mode: the modes are {all}"),
        },
    })
}
