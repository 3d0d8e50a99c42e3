//! The seventeen fields of a guide and which of them a service lacks.

use super::ContactKind;
use crate::service::Service;

/// A field of the guide.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum GuideField {
    /// 名称和编码.
    NameAndCode,
    /// 实施依据.
    Basis,
    /// 申请主体.
    Who,
    /// 申请方式.
    Channels,
    /// 受理时间.
    Hours,
    /// 办理条件.
    Conditions,
    /// 申请材料.
    Materials,
    /// 办理时限.
    Limits,
    /// 收费情况.
    Fees,
    /// 办理流程.
    Steps,
    /// 咨询服务.
    Questions,
    /// 审批决定证件.
    Result,
    /// 诉求渠道 and remedies.
    Redress,
    /// 注意事项.
    Notes,
    /// 格式文本.
    BlankForms,
    /// 示范文本.
    FilledForms,
    /// 常见错误示例.
    CommonErrors,
}

impl GuideField {
    /// All of them in the order of a printed guide.
    pub const ALL: [Self; 17] = [
        Self::NameAndCode,
        Self::Basis,
        Self::Who,
        Self::Channels,
        Self::Hours,
        Self::Conditions,
        Self::Materials,
        Self::Limits,
        Self::Fees,
        Self::Steps,
        Self::Questions,
        Self::Result,
        Self::Redress,
        Self::Notes,
        Self::BlankForms,
        Self::FilledForms,
        Self::CommonErrors,
    ];

    /// Its name in Chinese, as the standards print it.
    pub fn term(self) -> &'static str {
        match self {
            Self::NameAndCode => "名称和编码",
            Self::Basis => "实施依据",
            Self::Who => "申请主体",
            Self::Channels => "申请方式",
            Self::Hours => "受理时间",
            Self::Conditions => "办理条件",
            Self::Materials => "申请材料",
            Self::Limits => "办理时限",
            Self::Fees => "收费情况",
            Self::Steps => "办理流程",
            Self::Questions => "咨询服务",
            Self::Result => "审批决定证件",
            Self::Redress => "诉求渠道",
            Self::Notes => "注意事项",
            Self::BlankForms => "格式文本",
            Self::FilledForms => "示范文本",
            Self::CommonErrors => "常见错误示例",
        }
    }

    /// Whether the service says something under this field.
    pub fn is_filled(self, service: &Service) -> bool {
        let guide = &service.guide;
        let reaches = |kind| guide.contacts.iter().any(|contact| contact.kind == kind);
        match self {
            Self::NameAndCode => !service.names.is_empty() && !service.code.is_empty(),
            Self::Basis => !service.basis.is_empty(),
            Self::Who => !guide.who.is_empty(),
            Self::Channels => !guide.channels.is_empty(),
            Self::Hours => !guide.hours.is_empty(),
            Self::Conditions => !service.conditions.is_empty(),
            Self::Materials => !service.materials.is_empty(),
            Self::Limits => !service.limits.decide.is_empty(),
            Self::Fees => !service.fees.is_empty(),
            Self::Steps => !guide.steps.is_empty(),
            Self::Questions => reaches(ContactKind::Question),
            Self::Result => !guide.gets.is_empty(),
            Self::Redress => reaches(ContactKind::Complaint) && !service.remedies.is_empty(),
            Self::Notes => !guide.notes.is_empty(),
            Self::BlankForms => !guide.blank_forms.is_empty(),
            Self::FilledForms => !guide.filled_forms.is_empty(),
            Self::CommonErrors => !guide.common_errors.is_empty(),
        }
    }

    /// The fields that the service lacks.
    pub fn missing(service: &Service) -> Vec<Self> {
        let lacks = |field: &Self| !field.is_filled(service);
        Self::ALL.into_iter().filter(lacks).collect()
    }
}
