// Written by build/Omnibus.OpenEdx.Catalogue: change that and run it, not this.

namespace Omnibus.OpenEdx.ContentAuthoring;

/// <summary>What the catalogue says of a course has changed.</summary>
/// <param name="CatalogInfo">What the catalogue says.</param>
[Event("org.openedx.content_authoring.course.catalog_info.changed.v1", Topic = "course-catalog-info-changed", Key = "catalog_info.course_key")]
public sealed partial record CourseCatalogInfoChanged(CourseCatalogData CatalogInfo);
