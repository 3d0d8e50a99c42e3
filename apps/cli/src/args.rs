//! What can be typed. The help texts are in the message catalogue, under `cli.help`.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{
    Arg, ArgAction, Args, CommandFactory as _, FromArgMatches as _, Parser, Subcommand, ValueEnum,
};
use tongban_platform::ports::blob_store::S3Place;
use tongban_platform::store::{DatabaseUrl, ReadLogHead};
use tongban_rules::{Day, MAX_DAYS};

use crate::language::Language;

#[derive(Parser)]
#[command(name = "tongban", version, arg_required_else_help = true)]
pub struct Options {
    #[arg(long, global = true)]
    pub json: bool,
    // Read by `Language::of` before anything is parsed, so that errors have a language too.
    #[arg(long, global = true, value_name = "zh-Hans|en")]
    lang: Option<String>,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Subcommand)]
pub enum Command {
    Verify(VerifyArgs),
    Inspect(InspectArgs),
    Code(CodeArgs),
    Deadline(DeadlineArgs),
    Id(IdArgs),
    Pack(PackArgs),
    Ops(OpsArgs),
    #[cfg(feature = "demo")]
    Issue(IssueArgs),
    #[cfg(feature = "demo")]
    Show(ShowArgs),
    #[cfg(feature = "demo")]
    Sim(SimArgs),
}

#[derive(Args)]
pub struct VerifyArgs {
    #[arg(long, value_name = "FILE", conflicts_with = "key")]
    pub trust: Option<PathBuf>,
    #[arg(long, value_name = "FILE", conflicts_with = "key")]
    pub status: Option<PathBuf>,
    #[arg(long, value_name = "FILE")]
    pub key: Option<PathBuf>,
    #[arg(long, value_name = "RFC3339", value_parser = crate::time::parse)]
    pub at: Option<u64>,
    #[arg(long, value_name = "FILE", conflicts_with = "key")]
    pub policy: Option<PathBuf>,
    #[arg(value_name = "TEXT|@FILE|IMAGE")]
    pub input: OsString,
}

#[derive(Args)]
pub struct InspectArgs {
    #[arg(value_name = "TEXT|@FILE|IMAGE")]
    pub input: OsString,
}

#[derive(Args)]
pub struct CodeArgs {
    #[command(subcommand)]
    pub command: CodeCommand,
}

#[derive(Subcommand)]
pub enum CodeCommand {
    Read(CodeReadArgs),
    Draw(CodeDrawArgs),
}

#[derive(Args)]
pub struct CodeReadArgs {
    #[arg(value_name = "IMAGE", required = true)]
    pub images: Vec<PathBuf>,
}

#[derive(Args)]
pub struct CodeDrawArgs {
    #[arg(value_name = "TEXT")]
    pub text: String,
    #[arg(short, long, value_name = "FILE.png|FILE.svg")]
    pub out: PathBuf,
    #[arg(long)]
    pub force: bool,
    #[arg(
        long,
        value_name = "L|M|Q|H",
        value_enum,
        ignore_case = true,
        default_value = "L"
    )]
    pub ec: EcArg,
    #[arg(long, value_name = "N", default_value_t = 8, value_parser = clap::value_parser!(u32).range(1..=256))]
    pub scale: u32,
}

#[derive(Clone, Copy, ValueEnum)]
#[value(rename_all = "UPPER")]
pub enum EcArg {
    L,
    M,
    Q,
    H,
}

#[derive(Args)]
pub struct DeadlineArgs {
    #[arg(long, value_name = "ID")]
    pub calendar: String,
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = clap::value_parser!(u16).range(..=i64::from(MAX_DAYS)))]
    pub days: u16,
    #[arg(long, value_enum)]
    pub unit: UnitArg,
    #[arg(long, value_enum, default_value_t = DutyArg::Office)]
    pub duty: DutyArg,
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = crate::time::day)]
    pub from: Day,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum UnitArg {
    Working,
    Calendar,
    Unstated,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum DutyArg {
    Office,
    Applicant,
}

#[derive(Args)]
pub struct IdArgs {
    #[command(subcommand)]
    pub command: IdCommand,
}

#[derive(Subcommand)]
pub enum IdCommand {
    Check(IdCheckArgs),
}

#[derive(Args)]
pub struct IdCheckArgs {
    #[arg(long, value_enum)]
    pub kind: IdKindArg,
    #[arg(value_name = "VALUE")]
    pub value: String,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum IdKindArg {
    Citizen,
    Uscc,
}

#[derive(Args)]
pub struct PackArgs {
    #[command(subcommand)]
    pub command: PackCommand,
}

#[derive(Subcommand)]
pub enum PackCommand {
    Build(PackBuildArgs),
    Lint(PackLintArgs),
    Show(PackShowArgs),
}

#[derive(Args)]
pub struct PackBuildArgs {
    #[arg(value_name = "DIR")]
    pub layer: PathBuf,
    #[arg(short, long, value_name = "FILE")]
    pub out: PathBuf,
    #[arg(long)]
    pub force: bool,
    #[arg(long, value_name = "FILE.pem")]
    pub key: Option<PathBuf>,
}

#[derive(Args)]
pub struct PackLintArgs {
    #[arg(value_name = "DIR")]
    pub layer: PathBuf,
}

#[derive(Args)]
pub struct PackShowArgs {
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    #[arg(long, value_name = "FILE")]
    pub key: Option<PathBuf>,
}

#[derive(Args)]
pub struct OpsArgs {
    #[command(subcommand)]
    pub command: OpsCommand,
}

#[derive(Subcommand)]
pub enum OpsCommand {
    Voucher(VoucherArgs),
    Revoke(RevokeArgs),
    Staff(StaffArgs),
    CheckLog(CheckLogArgs),
    Backup(BackupArgs),
    Restore(RestoreArgs),
    Drill(DrillArgs),
    NewEpoch(NewEpochArgs),
}

#[derive(Args)]
pub struct PlatformArgs {
    #[arg(long, value_name = "DIR", default_value = "data/platform")]
    pub data: PathBuf,
    #[arg(long, value_name = "ADDRESS")]
    pub database: Option<DatabaseUrl>,
    #[arg(long, value_name = "PLACE")]
    pub attachments: Option<S3Place>,
    #[arg(long, value_name = "DIR")]
    pub authority: Option<PathBuf>,
}

#[derive(Args)]
pub struct VoucherArgs {
    #[command(flatten)]
    pub platform: PlatformArgs,
    #[arg(long, value_name = "ID")]
    pub resident: Option<String>,
    #[arg(long, value_name = "NAME")]
    pub clerk: Option<String>,
    #[arg(long, value_name = "NAME")]
    pub station: Option<String>,
    #[arg(long, value_name = "FILE.png|FILE.html")]
    pub out: Option<PathBuf>,
}

#[derive(Args)]
pub struct RevokeArgs {
    #[command(flatten)]
    pub platform: PlatformArgs,
    #[arg(long)]
    pub publish_now: bool,
    #[arg(value_name = "ID")]
    pub certificate: String,
}

#[derive(Args)]
pub struct StaffArgs {
    #[command(subcommand)]
    pub command: StaffCommand,
}

#[derive(Subcommand)]
pub enum StaffCommand {
    Add(StaffAdd),
    Voucher(StaffPaper),
    List(StaffList),
    Remove(StaffName),
}

#[derive(Args)]
pub struct StaffAdd {
    #[command(flatten)]
    pub paper: StaffPaper,
    #[arg(long = "role", value_name = "ROLE", required = true)]
    pub roles: Vec<String>,
}

#[derive(Args)]
pub struct StaffPaper {
    #[command(flatten)]
    pub platform: PlatformArgs,
    #[arg(long, value_name = "NAME")]
    pub clerk: Option<String>,
    #[arg(long, value_name = "NAME")]
    pub station: Option<String>,
    #[arg(long, value_name = "FILE.png|FILE.html")]
    pub out: Option<PathBuf>,
    #[arg(value_name = "NAME")]
    pub name: String,
}

#[derive(Args)]
pub struct StaffList {
    #[command(flatten)]
    pub platform: PlatformArgs,
}

#[derive(Args)]
pub struct StaffName {
    #[command(flatten)]
    pub platform: PlatformArgs,
    #[arg(value_name = "NAME")]
    pub name: String,
}

#[derive(Args)]
pub struct CheckLogArgs {
    #[command(flatten)]
    pub platform: PlatformArgs,
    #[arg(long, value_name = "SEQ:HASH", value_parser = crate::ops::check_log::head)]
    pub line: Option<ReadLogHead>,
}

#[derive(Args)]
pub struct BackupArgs {
    #[command(flatten)]
    pub platform: PlatformArgs,
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
}

#[derive(Args)]
pub struct RestoreArgs {
    #[command(flatten)]
    pub platform: PlatformArgs,
    #[arg(long, value_name = "DIR")]
    pub from: PathBuf,
}

#[derive(Args)]
pub struct DrillArgs {
    #[command(flatten)]
    pub platform: PlatformArgs,
}

#[derive(Args)]
pub struct NewEpochArgs {
    #[command(flatten)]
    pub platform: PlatformArgs,
}

#[cfg(feature = "demo")]
#[derive(Args)]
pub struct IssueArgs {
    // Nothing but the demo authority can issue here; the flag says so at the call.
    #[arg(long, required = true)]
    pub demo: bool,
    #[arg(long, value_name = "KEY")]
    pub resident: Option<String>,
    #[arg(long, value_name = "RFC3339", value_parser = crate::time::parse)]
    pub at: Option<u64>,
    #[arg(short, long, value_name = "FILE.cbor")]
    pub out: PathBuf,
    #[arg(long)]
    pub force: bool,
}

#[cfg(feature = "demo")]
#[derive(Args)]
pub struct ShowArgs {
    #[arg(value_name = "FILE.cbor")]
    pub certificate: PathBuf,
    #[arg(long, value_name = "NAME,…", value_delimiter = ',')]
    pub fields: Vec<String>,
    #[arg(long, value_name = "RFC3339", value_parser = crate::time::parse)]
    pub at: Option<u64>,
    #[arg(short, long, value_name = "FILE.png")]
    pub out: Option<PathBuf>,
    #[arg(long)]
    pub force: bool,
}

#[cfg(feature = "demo")]
#[derive(Args)]
pub struct SimArgs {
    #[arg(long, value_name = "A..B", value_parser = crate::demo::sim::seeds)]
    pub seeds: std::ops::Range<u64>,
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u8).range(1..=13))]
    pub devices: u8,
    #[arg(long, value_name = "NAME,…", value_delimiter = ',', value_parser = crate::demo::sim::fault)]
    pub faults: Vec<tongban_sim::Fault>,
    #[arg(long)]
    pub trace: bool,
}

/// Parses with help texts in the chosen language.
pub fn parse(arguments: &[OsString], language: &Language) -> Result<Options, clap::Error> {
    let matches = command(language).try_get_matches_from(arguments)?;
    Options::from_arg_matches(&matches)
}

/// The parser adds help and version by itself, in English; ours can be translated.
fn command(language: &Language) -> clap::Command {
    let help = Arg::new("help")
        .short('h')
        .long("help")
        .action(ArgAction::Help)
        .global(true);
    let version = Arg::new("version")
        .short('V')
        .long("version")
        .action(ArgAction::Version);
    let command = Options::command()
        .disable_help_flag(true)
        .disable_version_flag(true)
        .disable_help_subcommand(true)
        .args([help, version]);
    localised(command, "cli.help", language)
}

fn localised(command: clap::Command, key: &str, language: &Language) -> clap::Command {
    let arg_key = |name: &str| {
        language
            .known(&format!("{key}.{name}"))
            .or_else(|| language.known(&format!("cli.help.any.{name}")))
    };
    let command = command.mut_args(|arg| match arg_key(arg.get_id().as_str()) {
        Some(text) => arg.help(text),
        None => arg,
    });
    let command = match language.known(&format!("{key}.about")) {
        Some(about) => command.about(about),
        None => command,
    };
    command.mut_subcommands(|sub| {
        let key = format!("{key}.{}", sub.get_name());
        localised(sub, &key, language)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_arguments_do_not_contradict_each_other() {
        command(&Language::named("en")).debug_assert();
    }

    #[test]
    fn every_command_and_argument_has_a_help_text_in_each_language() {
        for locale in ["zh-Hans", "en"] {
            let mut missing = Vec::new();
            let mut command = command(&Language::named(locale));
            command.build();
            collect(&command, &mut missing);
            assert!(missing.is_empty(), "{locale}: {missing:?}");
        }
    }

    fn collect(command: &clap::Command, missing: &mut Vec<String>) {
        let name = command.get_bin_name().unwrap_or_default();
        if command.get_about().is_none() {
            missing.push(name.to_owned());
        }
        for arg in command.get_arguments() {
            if arg.get_help().is_none() {
                missing.push(format!("{name} {}", arg.get_id()));
            }
        }
        for sub in command
            .get_subcommands()
            .filter(|sub| sub.get_name() != "help")
        {
            collect(sub, missing);
        }
    }
}
