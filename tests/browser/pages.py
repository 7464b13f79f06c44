"""Every page there is, as somebody who may see it comes to it in the demonstration."""

# The name of each page: who looks, and its address.
PAGES = {
    "overview": ("leader", "/?period=2025Q2"),
    "overview-class": ("leader", "/?period=2025Q2&status=behind"),
    "district": ("leader", "/district/330302?period=2025Q2"),
    "city": ("leader", "/district/330300?period=2025Q2"),
    "indicator": ("leader", "/indicator/rated_4a5a?period=2025Q2"),
    "indicator-unclear": ("leader", "/indicator/illegal_organisations?period=2025Q2"),
    "method": ("leader", "/method?period=2025Q2"),
    "examples": ("leader", "/method/examples"),
    "baseline": ("leader", "/?period=2023Q4"),
    "source": ("leader", "/?period=2025Q2#source=value:rated_4a5a:330300"),
    "returns": ("analyst:330302", "/returns"),
    "return": ("analyst:330302", "/returns/3"),
    "review": ("reviewer", "/review"),
    "people": ("administrator", "/admin/people"),
    "audit": ("auditor", "/admin/audit"),
    "password": ("leader", "/password"),
    "bad-region": ("leader", "/district/33030?period=2025Q2"),
    "bad-period": ("leader", "/?period=2031Q4"),
    "no-page": ("leader", "/distrct/330302"),
}
