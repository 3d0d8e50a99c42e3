//! Everyday phrases find their service.

use tongban_rules::search::Index;

use super::support::pack;

const CARD: &str = "elderly-preferential-card";
const SHOP: &str = "individual-business-registration";
const PERMIT: &str = "residence-permit";

fn found(query: &str) -> Vec<String> {
    let index = Index::new(pack());
    index
        .search(query)
        .iter()
        .map(|hit| hit.service.id.clone())
        .collect()
}

#[test]
fn req_17_everyday_phrases_find_the_right_service_first() {
    for (query, service) in [
        ("老年卡", CARD),
        ("老年人优待证", CARD),
        ("老人坐公交", CARD),
        ("敬老卡", CARD),
        ("老人公园免票", CARD),
        ("给爸妈办个老年证", CARD),
        ("六十岁", CARD),
        ("优待", CARD),
        ("我妈想免费坐公交车", CARD),
        ("senior card", CARD),
        ("free bus", CARD),
        ("elder", CARD),
        ("开店", SHOP),
        ("营业执照", SHOP),
        ("我想开个饭馆", SHOP),
        ("个体户", SHOP),
        ("办执照", SHOP),
        ("摆摊", SHOP),
        ("开网店", SHOP),
        ("理发店", SHOP),
        ("做点小生意", SHOP),
        ("open a shop", SHOP),
        ("business licence", SHOP),
        ("self employed", SHOP),
        ("居住证", PERMIT),
        ("暂住证", PERMIT),
        ("外地户口孩子上学", PERMIT),
        ("租房", PERMIT),
        ("外来务工", PERMIT),
        ("residence permit", PERMIT),
        ("live in another city", PERMIT),
    ] {
        assert_eq!(
            found(query).first().map(String::as_str),
            Some(service),
            "{query}"
        );
    }
}

#[test]
fn req_17_one_character_finds_something() {
    for (query, service) in [
        ("老", CARD),
        ("店", SHOP),
        ("租", PERMIT),
        ("照", SHOP),
        ("暂", PERMIT),
    ] {
        assert_eq!(
            found(query).first().map(String::as_str),
            Some(service),
            "{query}"
        );
    }
}

#[test]
fn req_17_readings_and_initials_find_it_too() {
    for (query, service) in [
        ("lnk", CARD),
        ("laonianka", CARD),
        ("lao nian ka", CARD),
        ("laonk", CARD),
        ("LNZ", CARD),
        ("yyzz", SHOP),
        ("kaidian", SHOP),
        ("kd", SHOP),
        ("gth", SHOP),
        ("yingyezhizhao", SHOP),
        ("jzz", PERMIT),
        ("juzhuzheng", PERMIT),
        ("zzz", PERMIT),
        ("zufang", PERMIT),
    ] {
        assert_eq!(
            found(query).first().map(String::as_str),
            Some(service),
            "{query}"
        );
    }
}

#[test]
fn req_17_a_hit_says_which_phrase_it_came_from() {
    let index = Index::new(pack());
    let hits = index.search("老人坐公交");
    assert_eq!(hits[0].because, "老人免费坐公交");
    assert_eq!(index.search("开店")[0].because, "开店");
}

#[test]
fn width_spaces_and_punctuation_do_not_matter() {
    assert_eq!(found("居 住，证"), found("居住证"));
    assert_eq!(found("ＬＮＫ"), found("lnk"));
}

#[test]
fn what_nobody_offers_finds_nothing() {
    for query in [
        "",
        " ",
        "，。",
        "飞船驾照",
        "qqqq",
        "zzzzzzzzzz",
        "🚀",
        "the",
        &"x".repeat(10_000),
    ] {
        let hits = found(query);
        assert!(hits.is_empty() || query == "飞船驾照", "{query}: {hits:?}");
    }
}

#[test]
fn equal_services_keep_the_order_of_the_pack_among_two_hundred() {
    let mut large = pack().clone();
    let three = large.services.clone();
    for copy in 0..66 {
        large
            .services
            .extend(three.iter().cloned().map(|mut service| {
                service.id = format!("{}-{copy}", service.id);
                service
            }));
    }
    let index = Index::new(&large);
    assert_eq!(index.search("老年卡").len(), 67);
    assert_eq!(index.search("lnk").len(), 67);
    let ids: Vec<&str> = index
        .search("开店")
        .iter()
        .map(|hit| hit.service.id.as_str())
        .collect();
    let order = |id: &str| large.services.iter().position(|service| service.id == id);
    assert!(ids.is_sorted_by_key(|id| order(id)));
}
