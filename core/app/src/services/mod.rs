//! Finding a service and reading its guide, without network.

mod guide;
mod list;
mod parts;
mod view;

pub(crate) use guide::guide;
pub(crate) use list::list;
pub(crate) use parts::Teller;

pub use parts::{
    CommonErrorView, LimitView, LosingView, RemedyKindView, RemedyView, SampleView, SourceView,
    SourcedLimitView, SourcedTextView, TitledView, UnitView,
};
pub use view::{
    ChannelKindView, ChannelView, ContactKindView, ContactView, FeeView, GuideMaterialView,
    GuideStandingView, GuideView, LifeEventView, ServiceCardView, ServiceRequest, ServicesRequest,
    ServicesView, VenueView,
};
